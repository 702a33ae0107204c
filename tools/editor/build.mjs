// Bundles the libraries into static/desk/vendor/editor, with their versions and licences.
import { readFile, readdir, writeFile, mkdir } from "node:fs/promises";
import { build } from "esbuild";

const OUT = new URL("../../static/desk/vendor/editor/", import.meta.url);
const own = async (path) => JSON.parse(await readFile(new URL(path, import.meta.url)));

await mkdir(OUT, { recursive: true });
const result = await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: ["libraries.js"],
  outfile: new URL("libraries.js", OUT).pathname,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  alias: { "style-mod": "./style-mod.js" },
});

// Every package that has a line in the bundle, and the licence it came with.
const packages = new Set();
for (const path of Object.keys(result.metafile.outputs[Object.keys(result.metafile.outputs)[0]].inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found) packages.add(found[1]);
}
const parts = ["What libraries.js is made of, and the licences it comes under.\n"];
for (const name of [...packages].sort()) {
  const { version, license } = await own(`./node_modules/${name}/package.json`);
  const folder = new URL(`./node_modules/${name}/`, import.meta.url);
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(new URL(file, folder), "utf8") : "";
  parts.push(`${"=".repeat(72)}\n${name} ${version} (${license})\n\n${text.trim()}\n`);
}
await writeFile(new URL("LICENCES.txt", OUT), parts.join("\n"));
