// The text as it is typed: Markdown or HTML, with colours, search and undo.
import {
  HighlightStyle, SourceState, SourceView, VisualParser, defaultKeymap, drawSelection, history, historyKeymap, html, markdown,
  markdownLanguage, openSearchPanel, search, searchKeymap, sourceKeymap, sourceRedo as redo, sourceUndo as undo, syntaxHighlighting, tags,
} from "../vendor/editor/libraries.js";
import { Manuscript } from "./manuscript.js";
import { clean, filesOf, onlyPicture } from "./paste.js";
import { schema } from "./schema.js";

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, class: "cm-said" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName, tags.angleBracket, tags.meta], class: "cm-sign" },
  { tag: [tags.url, tags.link, tags.string], class: "cm-address" },
  { tag: [tags.tagName, tags.attributeName], class: "cm-tag" },
  { tag: tags.comment, class: "cm-sign" },
]);

const PAIRS = {
  markdown: { strong: ["**", "**"], em: ["*", "*"], code: ["`", "`"] },
  html: { strong: ["<strong>", "</strong>"], em: ["<em>", "</em>"], code: ["<code>", "</code>"] },
};
const LINES = { heading2: "## ", heading3: "### ", bullet: "- ", ordered: "1. ", quote: "> " };
const BOXES = { heading2: "h2", heading3: "h3", bullet: "li", ordered: "li", quote: "blockquote" };

export class Source {
  constructor({ place, format, text, desk, label, lang }) {
    Object.assign(this, { desk, format, pins: new Map(), text, lang });
    this.options = (doc) => ({ doc, extensions: this.extensions(label) });
    this.view = new SourceView({ parent: place, state: SourceState.create(this.options(text)) });
    // What is looked for is not what is written.
    this.view.dom.addEventListener("input", (event) => { if (event.target.closest(".cm-panel")) event.stopPropagation(); });
  }

  extensions(label) {
    const key = (combination, name) => ({ key: combination, run: () => { this.desk.run(name); return true; }, preventDefault: true });
    return [
      history(), drawSelection(), SourceView.lineWrapping, search({ top: true }), SourceState.phrases.of(this.desk.words.phrases),
      sourceKeymap.of([
        key("Mod-b", "strong"), key("Mod-i", "em"), key("Mod-k", "link"), key("Mod-`", "code"), key("Mod-Alt-2", "heading2"), key("Mod-Alt-3", "heading3"),
        ...searchKeymap, ...historyKeymap, ...defaultKeymap.filter((one) => !["Mod-i", "Mod-Enter"].includes(one.key)),
      ]),
      this.format === "html" ? html() : markdown({ base: markdownLanguage }),
      syntaxHighlighting(colours),
      SourceView.contentAttributes.of({ "aria-label": label, lang: this.lang, spellcheck: "true", autocorrect: "on", autocapitalize: "sentences" }),
      SourceView.updateListener.of((update) => this.updated(update)),
      SourceView.domEventHandlers({
        paste: (event) => this.paste(event),
        drop: (event) => this.files(event.dataTransfer, event),
        compositionend: () => { setTimeout(() => this.tell()); },
      }),
    ];
  }

  updated(update) {
    if (update.docChanged) {
      for (const [pin, pos] of this.pins) this.pins.set(pin, update.changes.mapPos(pos));
      this.tell();
    }
    if (update.selectionSet || update.docChanged) this.desk.moved(this);
  }

  tell() {
    if (this.view.composing) return;
    const text = this.view.state.doc.toString();
    if (text === this.text) return;
    this.text = text;
    this.desk.changed(text);
  }

  setText(text) {
    if (text === this.text) return;
    this.text = text;
    this.view.setState(SourceState.create(this.options(text)));
  }

  get doc() { return new Manuscript(this.format).read(this.text); }
  get composing() { return this.view.composing; }
  focus() { this.view.focus(); }
  destroy() { this.view.destroy(); }
  contains(node) { return this.view.dom.contains(node); }
  state() { return {}; }

  selected() {
    const { from, to } = this.view.state.selection.main;
    return this.view.state.sliceDoc(from, to);
  }

  run(name) {
    const pair = PAIRS[this.format][name];
    if (pair) this.wrap(...pair);
    else if (name in LINES) this.begin(name);
    else if (name === "codeblock") this.insertSource(this.format === "html" ? "<pre><code></code></pre>" : "```\n\n```");
    else if (name === "find") openSearchPanel(this.view);
    else ({ undo, redo })[name]?.(this.view);
    this.view.focus();
  }

  wrap(before, after) {
    const { state } = this.view, { from, to } = state.selection.main;
    const inside = state.sliceDoc(from, to);
    const on = state.sliceDoc(from - before.length, from) === before && state.sliceDoc(to, to + after.length) === after;
    const changes = on ? [{ from: from - before.length, to: from }, { from: to, to: to + after.length }] : { from, to, insert: before + inside + after };
    const anchor = on ? from - before.length : from + before.length;
    this.view.dispatch({ changes, selection: { anchor, head: anchor + inside.length } });
  }

  begin(name) {
    const { state } = this.view, { from, to } = state.selection.main;
    const first = state.doc.lineAt(from).number, last = state.doc.lineAt(to).number;
    const changes = [];
    for (let number = first; number <= last; number += 1) {
      const line = state.doc.line(number);
      if (this.format === "html") {
        changes.push({ from: line.from, insert: `<${BOXES[name]}>` }, { from: line.to, insert: `</${BOXES[name]}>` });
      } else {
        const had = /^ {0,3}(?:#{1,6} |[-*+] |\d+\. |> )/.exec(line.text)?.[0] ?? "";
        changes.push({ from: line.from, to: line.from + had.length, insert: had === LINES[name] ? "" : LINES[name].replace("1", String(number - first + 1)) });
      }
    }
    this.view.dispatch({ changes });
  }

  link() {
    return { href: "", words: this.selected() };
  }

  setLink({ href, words }) {
    if (!href) return;
    const { from, to } = this.view.state.selection.main, said = this.view.state.sliceDoc(from, to) || words || href;
    const [line] = [schema.node("paragraph", null, schema.text(said, [schema.mark("link", { href })]))];
    this.replace(from, to, new Manuscript(this.format).snippet([line]).replace(/^<p>|<\/p>$/g, ""));
  }

  insert(blocks, at = null) {
    this.insertSource(new Manuscript(this.format).snippet(blocks), at);
  }

  insertSource(text, at = null) {
    const { state } = this.view, line = state.doc.lineAt(at ?? state.selection.main.to);
    const empty = !line.text.trim(), from = empty ? line.from : line.to;
    const before = from === 0 || (empty && /\n\s*\n$|^\s*$/.test(state.sliceDoc(Math.max(0, from - 200), from))) ? "" : empty ? "\n" : "\n\n";
    const after = state.sliceDoc(line.to, line.to + 2).startsWith("\n\n") || line.to === state.doc.length ? "" : "\n";
    this.replace(from, line.to, `${before}${text}${after}`);
  }

  insertText(nodes) {
    const { from, to } = this.view.state.selection.main;
    this.replace(from, to, nodes.map((node) => node.text ?? node.attrs.source).join(""));
  }

  append(block) {
    const end = this.view.state.doc.length;
    const text = new Manuscript(this.format).snippet([block]);
    this.view.dispatch({ changes: { from: end, insert: `${this.text.endsWith("\n\n") || !end ? "" : this.text.endsWith("\n") ? "\n" : "\n\n"}${text}` } });
  }

  replace(from, to, insert) {
    this.view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true });
    this.view.focus();
  }

  pin(pos = this.view.state.selection.main.to) {
    const pin = Symbol("place");
    this.pins.set(pin, pos);
    return pin;
  }

  fill(pin, blocks) {
    const at = this.pins.get(pin);
    this.pins.delete(pin);
    this.insert(blocks, at ?? null);
  }

  files(data, event) {
    const files = filesOf(data);
    if (!files.length || !onlyPicture(data.getData("text/html"))) return false;
    event.preventDefault();
    const place = event.type === "drop" ? this.view.posAtCoords({ x: event.clientX, y: event.clientY }) : undefined;
    this.desk.pictures(files, place ?? undefined);
    return true;
  }

  /** What comes from a page or a word processor is written as this text is. */
  paste(event) {
    const data = event.clipboardData, page = data?.getData("text/html");
    if (this.files(data, event)) return true;
    if (!page || !/mso-|docs-internal-guid|<(p|h[1-6]|ul|ol|table|section)\b/i.test(page) || /class="?(?:hljs|highlight)|vscode/i.test(page)) return false;
    const dom = new DOMParser().parseFromString(clean(page).replace(/<img[^>]*src="data:[^>]*>/gi, ""), "text/html").body;
    const doc = VisualParser.fromSchema(schema).parse(dom);
    event.preventDefault();
    const { from, to } = this.view.state.selection.main;
    this.replace(from, to, new Manuscript(this.format).snippet(doc.children));
    return true;
  }

  find(passage) {
    const at = this.text.indexOf(passage);
    if (at < 0) return false;
    this.view.dispatch({ selection: { anchor: at, head: at + passage.length }, scrollIntoView: true });
    this.view.focus();
    return true;
  }
}
