// A body in Markdown, as blocks of the visual mode and back.
import { ITEM, split, widthOf } from "./markdown_lines.js";
import { readInline, Unreadable } from "./markdown_inline.js";
import { guardLines, picture, writeInline } from "./markdown_write.js";
import { schema } from "./schema.js";

const DEFINED = /^ {0,3}\[([^\]^][^\]]*)\]:[ ]*\S/gm;
const CREDIT = /^([\s\S]*?)\s*(?:[|｜]\s*([^|｜]*?))?\s*$/;

export class Markdown {
  constructor(records) {
    this.records = records;
    this.defined = new Set();
  }

  /** Read a text: its blocks, and the space before the first and after the last. */
  read(source) {
    this.defined = new Set([...source.matchAll(DEFINED)].map(([, name]) => name.toLowerCase()));
    return this.pieces(source);
  }

  pieces(source) {
    const lines = source.split("\n"), starts = [0];
    for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
    let end = 0;
    const pieces = split(lines).map(({ kind, from, to }) => {
      const text = source.slice(starts[from], starts[to] - 1);
      const before = source.slice(end, starts[from]);
      end = starts[to] - 1;
      return { node: this.block(kind, text), source: text, before };
    });
    return { pieces, tail: source.slice(end) };
  }

  block(kind, text) {
    try {
      return this[`read_${kind}`]?.(text) ?? opaque(text);
    } catch (error) {
      if (error instanceof Unreadable || error instanceof RangeError) return opaque(text);
      throw error;
    }
  }

  inline(text) {
    return readInline(text, this.defined);
  }

  read_paragraph(text) {
    if (/^ /.test(text) && /^ {4}/.test(text)) return null;
    // {: .wide} behind a picture says how it stands.
    const [, said, after] = /^(!\[[\s\S]*\))(\{:[^{}\n]*\})$/.exec(text.trimEnd()) ?? [null, text.trimEnd(), ""];
    const content = this.inline(said);
    const alone = content.length === 1 && content[0].type.name === "image" ? content[0] : null;
    if (after && !alone) return null;
    if (!alone) return schema.node("paragraph", null, content);
    const [, caption, credit = ""] = CREDIT.exec(alone.attrs.title);
    const link = alone.marks.find((mark) => mark.type.name === "link");
    if (link) return schema.node("paragraph", null, content);
    return schema.node("picture", { src: alone.attrs.src, alt: alone.attrs.alt, caption, credit, after });
  }

  read_heading(text) {
    const [, signs, words] = /^ {0,3}(#{1,6}) *(.*?)(?: +#+)? *$/.exec(text);
    const [, said, after] = /^(.*?)((?: +\{[^}]*\})?)$/.exec(words);
    return schema.node("heading", { level: signs.length, after }, this.inline(said));
  }

  read_setext(text) {
    const [said, line] = text.split("\n");
    return schema.node("heading", { level: line.includes("=") ? 1 : 2 }, this.inline(said.trim()));
  }

  read_fence(text) {
    const lines = text.split("\n");
    const [, fence, info] = /^ {0,3}(`{3,}|~{3,}) *(.*?) *$/.exec(lines[0]);
    if (/[{ ]/.test(info) || /^ /.test(text) || lines.length < 2 || !lines.at(-1).startsWith(fence)) return null;
    const code = lines.slice(1, -1).join("\n");
    return schema.node("code_block", { language: info, fence }, code ? schema.text(code) : null);
  }

  read_rule(text) {
    return schema.node("rule", { open: text });
  }

  read_quote(text) {
    const lines = text.split("\n").map((line) => line.replace(/^ {0,3}> ?/, ""));
    return schema.node("blockquote", null, this.inner(lines.join("\n")));
  }

  /** Read what stands inside a block that is written anew as a whole. */
  inner(text, allowed = null) {
    const nodes = split(text.split("\n")).map(({ kind, from, to }) => {
      if (allowed && !allowed.includes(kind)) throw new Unreadable();
      return this.block(kind, text.split("\n").slice(from, to).join("\n"));
    });
    if (nodes.some((node) => node.type.name === "source_block")) throw new Unreadable();
    return nodes.length ? nodes : [schema.node("paragraph")];
  }

  read_container(text) {
    const lines = text.split("\n");
    const open = lines[0], close = lines.at(-1);
    const inside = text.slice(open.length, text.length - close.length);
    const { pieces, tail } = this.pieces(inside);
    const lead = pieces[0]?.before ?? "\n\n";
    this.records.keep(pieces);
    const content = pieces.length ? pieces.map((piece) => piece.node) : [schema.node("paragraph")];
    return schema.node("container", { open, close, lead, tail: pieces.length ? tail : "\n\n" }, content);
  }

  read_list(text) {
    const lines = text.split("\n"), [, indent, first] = ITEM.exec(lines[0]);
    const ordered = /\d/.test(first);
    const starts = lines.flatMap((line, at) => {
      const item = ITEM.exec(line);
      return item && item[1] === indent ? [at] : [];
    });
    let loose = false, end = 0;
    const pieces = starts.map((from, index) => {
      let to = starts[index + 1] ?? lines.length;
      while (to > from + 1 && !/\S/.test(lines[to - 1])) { to -= 1; loose = true; }
      const source = lines.slice(from, to).join("\n");
      const before = index ? `\n${lines.slice(end, from).map((line) => `${line}\n`).join("")}` : "";
      end = to;
      return { node: this.item(source), source, before };
    });
    this.records.keep(pieces);
    const attrs = { marker: ordered ? first.at(-1) : first, loose };
    if (ordered) attrs.order = Number.parseInt(first, 10);
    return schema.node(ordered ? "ordered_list" : "bullet_list", attrs, pieces.map((piece) => piece.node));
  }

  item(source) {
    const [line, ...rest] = source.split("\n");
    const found = ITEM.exec(line), from = found[0].length;
    const width = widthOf(found);
    const strip = (one) => one.slice(Math.min(/^ */.exec(one.replace(/^\t/, "    "))[0].length, Math.max(width, 1)));
    if (rest.some((one) => /^\t/.test(one) || (/\S/.test(one) && !one.startsWith(" ")))) throw new Unreadable();
    const content = this.inner([line.slice(from), ...rest.map(strip)].join("\n"), ["paragraph", "list"]);
    if (content[0].type.name !== "paragraph") throw new Unreadable();
    return schema.node("list_item", null, content);
  }

  read_table(text) {
    const rows = text.split("\n").map(cells);
    const [head, rule, ...body] = rows;
    const align = rule.map((one) => (/^:.*:$/.test(one) ? "center" : one.endsWith(":") ? "right" : one.startsWith(":") ? "left" : null));
    if (rows.some((row) => row.length !== head.length) || /`[^`]*\|[^`]*`/.test(text)) return null;
    const row = (type) => (words) => schema.node("table_row", null, words.map((one, at) => (
      schema.node(type, { align: align[at] }, schema.node("paragraph", null, this.inline(one))))));
    return schema.node("table", null, [row("table_header")(head), ...body.map(row("table_cell"))]);
  }

  read_footnote(text) {
    const [, label, said] = /^ {0,3}\[\^([^\]]+)\]:[ ]*(.*)$/s.exec(text);
    if (said.includes("\n")) return null;
    return schema.node("footnote", { label }, this.inline(said));
  }

  // Written for what was touched.

  write(node) {
    return this[`write_${node.type.name}`](node);
  }

  /** Write the inside so that reading it gives the same again. */
  said(node, options = {}) {
    for (const tags of [false, true]) {
      const text = writeInline(node.content, { ...options, tags });
      if (tags || this.same(text, node)) return text;
    }
    return "";
  }

  same(text, node) {
    try {
      const again = schema.node("paragraph", null, this.inline(text));
      return flat(again) === flat(node);
    } catch (error) {
      if (error instanceof Unreadable) return false;
      throw error;
    }
  }

  write_paragraph(node) {
    return guardLines(this.said(node)).replace(/^[ \t]+(?=\S)|[ \t]+$/g, "");
  }

  write_heading(node) {
    return `${"#".repeat(node.attrs.level)} ${this.said(node).replace(/\s*\n\s*/g, " ")}${node.attrs.after}`;
  }

  write_blockquote(node) {
    return this.blocks(node).split("\n").map((line) => (line ? `> ${line}` : ">")).join("\n");
  }

  write_container(node) {
    const { open, close, lead, tail } = node.attrs;
    return `${open ?? "::: note"}${lead ?? "\n\n"}${this.blocks(node)}${tail ?? "\n\n"}${close ?? ":::"}`;
  }

  write_bullet_list(node) {
    return this.list(node, () => `${node.attrs.marker} `);
  }

  write_ordered_list(node) {
    return this.list(node, (at) => `${node.attrs.order + at}${node.attrs.marker} `);
  }

  list(node, marker) {
    const numbers = new Map(node.children.map((item, at) => [item, marker(at)]));
    const item = (one) => {
      const text = this.blocks(one, one.childCount === 2 && one.child(1).type.name.endsWith("_list") ? "\n" : "\n\n");
      return numbers.get(one) + text.split("\n").map((line, at) => (line && at ? `    ${line}` : line)).join("\n");
    };
    return this.records.join(node.children, item, { gap: node.attrs.loose ? "\n\n" : "\n" });
  }

  write_code_block(node) {
    const longest = Math.max(2, ...[...node.textContent.matchAll(/^ {0,3}(`+)/gm)].map(([, run]) => run.length));
    const fence = node.attrs.fence[0] === "~" ? node.attrs.fence : "`".repeat(Math.max(node.attrs.fence.length, longest + 1));
    return `${fence}${node.attrs.language}\n${node.textContent}${node.textContent ? "\n" : ""}${fence}`;
  }

  write_rule(node) {
    return node.attrs.open && !node.attrs.open.startsWith("<") ? node.attrs.open : "---";
  }

  write_picture(node) {
    const { src, alt, caption, credit, after } = node.attrs;
    return picture({ src, alt, title: credit ? `${caption} | ${credit}`.trim() : caption }) + after;
  }

  write_table(node) {
    const rows = node.children.map((row) => row.children.map((cell) => this.said(cell.firstChild, { cell: true }).replace(/\s*\n\s*/g, " ") || " "));
    const rule = node.firstChild.children.map(({ attrs }) => ({ center: ":---:", right: "---:", left: ":---" })[attrs.align] ?? "---");
    return [rows[0], rule, ...rows.slice(1)].map((row) => `| ${row.join(" | ")} |`).join("\n");
  }

  write_footnote(node) {
    return `[^${node.attrs.label}]: ${this.said(node).replace(/\s*\n\s*/g, " ")}`;
  }

  write_source_block(node) {
    return node.attrs.source;
  }

  blocks(node, gap = "\n\n") {
    return this.records.join(node.children, (one) => this.write(one), { gap });
  }

  /** Write a few nodes on their own, to be put into a source. */
  snippet(nodes) {
    return nodes.map((node) => this.write(node)).join("\n\n");
  }
}

const opaque = (source) => schema.node("source_block", { source });

const cells = (line) => line.trim().replace(/^\||(?<!\\)\|$/g, "").split(/(?<!\\)\|/).map((one) => one.trim().replaceAll("\\|", "|"));

/** Give what a block says and how it is marked, whatever signs spell it. */
const flat = (node) => {
  const parts = [];
  node.content.forEach((one) => {
    const marks = one.marks.map(({ type, attrs }) => type.name + (attrs.href ?? "") + (attrs.title ?? "") + (attrs.tag ?? "")).sort().join();
    const text = one.isText ? one.text : `<${one.type.name}${one.attrs.src ?? ""}>`;
    for (const sign of text.startsWith("<") ? [text] : text) parts.push(/\s/.test(sign) ? sign : sign + marks);
  });
  return parts.join("").trim();
};
