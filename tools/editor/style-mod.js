// CodeMirror writes its rules into a <style> element, which our content security policy
// refuses. Here they go into a constructed style sheet, which is no inline style.
import { StyleModule as Original } from "./node_modules/style-mod/src/style-mod.js";

const sheets = new WeakMap();

export class StyleModule extends Original {
  static mount(root, modules) {
    const known = sheets.get(root) ?? { sheet: new CSSStyleSheet(), modules: [] };
    const fresh = [modules].flat().filter((one) => !known.modules.includes(one));
    if (fresh.length) {
      // What comes earlier weighs less, as in the original.
      known.modules.unshift(...fresh);
      known.sheet.replaceSync(known.modules.map((one) => one.getRules()).join("\n"));
    }
    if (!sheets.has(root)) {
      sheets.set(root, known);
      root.adoptedStyleSheets = [known.sheet, ...root.adoptedStyleSheets];
    }
  }
}
