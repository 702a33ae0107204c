// The text as it will look, and what the keys and buttons do to it.
import {
  EditorState, EditorView, InputRule, Plugin, TextSelection, VisualParser,
  addColumnAfter, addRowAfter, baseKeymap, deleteColumn, deleteRow, deleteTable, dropCursor, gapCursor, goToNextCell,
  inputRules, isInTable, keymap, lift, liftListItem, redo, setBlockType, sinkListItem, splitListItem, tableEditing,
  textblockTypeInputRule, toggleMark, undo, visualHistory, wrapIn, wrapInList, wrappingInputRule,
} from "../vendor/editor/libraries.js";
import { Manuscript } from "./manuscript.js";
import { clean, fileOf, filesOf, onlyPicture } from "./paste.js";
import { kindOf, schema } from "./schema.js";
import { nodeViews } from "./views.js";

const { nodes, marks } = schema;

const rules = () => inputRules({
  rules: [
    textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, (found) => ({ level: found[1].length })),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    wrappingInputRule(/^>\s$/, nodes.blockquote),
    wrappingInputRule(/^[-*+]\s$/, nodes.bullet_list),
    wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list, (found) => ({ order: Number(found[1]) }), (found, node) => node.childCount + node.attrs.order === Number(found[1])),
    new InputRule(/^---$/, (state, found, start, end) => state.tr.replaceRangeWith(start - 1, end, nodes.rule.create())),
  ],
});

const inList = (state) => [nodes.bullet_list, nodes.ordered_list].find((type) => has(state, type));

const has = (state, type) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
};

const listed = (type) => (state, dispatch) => {
  const now = inList(state);
  if (now === type) return liftListItem(nodes.list_item)(state, dispatch);
  return wrapInList(type)(state, dispatch);
};

const headed = (level) => (state, dispatch) => {
  const { parent } = state.selection.$from;
  const same = parent.type === nodes.heading && parent.attrs.level === level;
  return same ? setBlockType(nodes.paragraph)(state, dispatch) : setBlockType(nodes.heading, { level })(state, dispatch);
};

const quoted = (state, dispatch) => (has(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch));

/** Leave a code block by an empty last line. */
const outOfCode = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.type.spec.code || $from.parentOffset < $from.parent.content.size || !$from.parent.textContent.endsWith("\n")) return false;
  const after = $from.after();
  const tr = state.tr.insert(after, nodes.paragraph.create()).delete($from.pos - 1, $from.pos);
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(after)))).scrollIntoView());
  return true;
};

export const COMMANDS = {
  heading2: headed(2), heading3: headed(3), strong: toggleMark(marks.strong), em: toggleMark(marks.em), code: toggleMark(marks.code),
  bullet: listed(nodes.bullet_list), ordered: listed(nodes.ordered_list), quote: quoted,
  codeblock: (state, dispatch) => setBlockType(state.selection.$from.parent.type === nodes.code_block ? nodes.paragraph : nodes.code_block)(state, dispatch),
  undo, redo, rowAfter: addRowAfter, columnAfter: addColumnAfter, rowOff: deleteRow, columnOff: deleteColumn, tableOff: deleteTable,
};

const keys = (run) => keymap({
  "Mod-b": COMMANDS.strong, "Mod-i": COMMANDS.em, "Mod-`": COMMANDS.code, "Mod-Alt-2": COMMANDS.heading2, "Mod-Alt-3": COMMANDS.heading3,
  "Mod-Shift-7": COMMANDS.ordered, "Mod-Shift-8": COMMANDS.bullet, "Mod-Shift-9": COMMANDS.quote, "Mod-k": () => run("link"),
  "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
  Tab: (state, dispatch) => goToNextCell(1)(state, dispatch) || (inList(state) ? sinkListItem(nodes.list_item)(state, dispatch) || true : false),
  "Shift-Tab": (state, dispatch) => goToNextCell(-1)(state, dispatch) || (inList(state) ? liftListItem(nodes.list_item)(state, dispatch) : false),
  Enter: (state, dispatch) => outOfCode(state, dispatch) || splitListItem(nodes.list_item)(state, dispatch),
  "Shift-Enter": (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  },
});

/** Say in an empty text what belongs there. */
const placeholder = (words) => new Plugin({
  props: {
    attributes: (state) => {
      const { doc } = state;
      const empty = doc.childCount === 1 && doc.firstChild.isTextblock && !doc.firstChild.content.size;
      return empty ? { "data-placeholder": words, class: "is-empty" } : {};
    },
  },
});

export class Visual {
  constructor({ place, format, text, desk, label, lang }) {
    Object.assign(this, { desk, format, pins: new Map() });
    this.manuscript = new Manuscript(format);
    const doc = this.manuscript.read(text);
    this.text = text;
    this.view = new EditorView(place, {
      state: EditorState.create({ doc, plugins: this.plugins() }),
      nodeViews: nodeViews(desk),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, spellcheck: "true", lang, class: "visual prose" },
      dispatchTransaction: (tr) => this.apply(tr),
      transformPastedHTML: clean,
      handlePaste: (view, event) => this.files(event.clipboardData, event),
      handleDrop: (view, event, slice, moved) => !moved && this.files(event.dataTransfer, event),
      handleDOMEvents: { compositionend: () => { setTimeout(() => this.tell()); return false; } },
    });
    const exact = this.manuscript.write(doc) === text;
    if (!exact) { this.view.destroy(); throw new Error("The text would not stay as it is."); }
  }

  plugins() {
    return [
      rules(), keys((name) => { this.desk.run(name); return true; }), keymap(baseKeymap), visualHistory(), dropCursor({ class: "drop-cursor" }), gapCursor(),
      tableEditing(), placeholder(this.desk.words.placeholder),
    ];
  }

  apply(tr) {
    this.view.updateState(this.view.state.apply(tr));
    for (const [pin, pos] of this.pins) this.pins.set(pin, tr.mapping.map(pos));
    if (tr.docChanged) this.tell();
    this.desk.moved(this);
  }

  /** Hand the text over; not while an input method is composing. */
  tell() {
    if (this.view.composing) return;
    const text = this.manuscript.write(this.view.state.doc);
    if (text === this.text) return;
    this.text = text;
    this.desk.changed(text);
  }

  setText(text) {
    if (text === this.text) return;
    this.text = text;
    this.manuscript = new Manuscript(this.format);
    this.view.updateState(EditorState.create({ doc: this.manuscript.read(text), plugins: this.plugins() }));
  }

  get doc() { return this.view.state.doc; }
  get composing() { return this.view.composing; }
  focus() { this.view.focus(); }
  destroy() { this.view.destroy(); }
  contains(node) { return this.view.dom.contains(node); }

  selected() {
    const { from, to } = this.view.state.selection;
    return this.view.state.doc.textBetween(from, to, "\n", "");
  }

  run(name) {
    const done = COMMANDS[name]?.(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
    return done;
  }

  /** Say what the buttons should show as pressed. */
  state() {
    const { state } = this.view, { $from, empty, from, to } = state.selection;
    const marked = (type) => (empty ? type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type));
    const { parent } = $from;
    return {
      strong: Boolean(marked(marks.strong)), em: Boolean(marked(marks.em)), link: Boolean(marked(marks.link)),
      heading2: parent.type === nodes.heading && parent.attrs.level === 2, heading3: parent.type === nodes.heading && parent.attrs.level === 3,
      bullet: has(state, nodes.bullet_list), ordered: has(state, nodes.ordered_list), quote: has(state, nodes.blockquote),
      codeblock: parent.type === nodes.code_block, table: isInTable(state),
    };
  }

  link() {
    const { state } = this.view, { $from, from, to } = state.selection;
    const mark = marks.link.isInSet($from.marks()) || marks.link.isInSet(state.doc.nodeAt(from)?.marks ?? []);
    return { href: mark?.attrs.href ?? "", words: state.doc.textBetween(from, to, " ") };
  }

  setLink({ href, words }) {
    const { state } = this.view, { empty, $from } = state.selection;
    let { from, to } = state.selection, { tr } = state;
    const inside = marks.link.isInSet($from.marks());
    if (empty && inside) [from, to] = around($from, inside);
    if (!href) tr = tr.removeMark(from, to, marks.link);
    else if (from === to) tr = tr.replaceSelectionWith(schema.text(words || href, [marks.link.create({ href }), ...$from.marks()]), false);
    else tr = tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
    this.view.dispatch(tr.scrollIntoView());
    this.view.focus();
  }

  /** Put whole blocks below the one with the caret, or in its place where it is empty. */
  insert(blocks, at = null) {
    const { state } = this.view;
    const $at = at === null ? state.selection.$to : state.doc.resolve(Math.min(at, state.doc.content.size));
    const depth = this.room($at, blocks);
    const isEmpty = depth > 0 && $at.parent.isTextblock && !$at.parent.content.size && depth === $at.depth;
    const from = isEmpty ? $at.before(depth) : depth ? $at.after(depth) : $at.pos, to = isEmpty ? $at.after(depth) : from;
    const tr = state.tr.replaceWith(from, to, blocks);
    const end = from + blocks.reduce((size, node) => size + node.nodeSize, 0);
    // One goes on below what is complete, and inside what is still empty.
    const first = blocks[0].textContent || blocks[0].isLeaf || blocks[0].firstChild?.isLeaf ? end : from;
    if (end >= tr.doc.content.size || (first === end && tr.doc.nodeAt(end)?.type !== nodes.paragraph)) tr.insert(end, nodes.paragraph.create());
    tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(first + 1, tr.doc.content.size))));
    this.view.dispatch(tr.scrollIntoView());
    this.view.focus();
  }

  room($at, blocks) {
    for (let depth = $at.depth; depth > 0; depth -= 1) {
      const above = $at.node(depth - 1), index = $at.indexAfter(depth - 1);
      const holds = above.type === nodes.doc || (above.type === nodes.container && fits(above, blocks[0]));
      if (holds && above.canReplaceWith(index, index, blocks[0].type)) return depth;
    }
    return $at.depth ? 1 : 0;
  }

  insertText(nodesOfLine) {
    let { tr } = this.view.state;
    for (const node of nodesOfLine) tr = tr.replaceSelectionWith(node, false);
    this.view.dispatch(tr.scrollIntoView());
  }

  append(block) {
    this.view.dispatch(this.view.state.tr.insert(this.view.state.doc.content.size, block));
  }

  /** Remember a place while a picture is on its way. */
  pin(pos = this.view.state.selection.to) {
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
    if (!files.length || !onlyPicture(data.getData("text/html"))) {
      const html = data?.getData("text/html") ?? "";
      if (/src=["']?data:image\//i.test(html)) { this.inlined(html); return true; }
      return false;
    }
    event.preventDefault();
    const place = event.type === "drop" ? this.view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos : undefined;
    this.desk.pictures(files, place);
    return true;
  }

  /** Paste a page whose pictures are written out in it: they go to the library first. */
  async inlined(html) {
    const page = new DOMParser().parseFromString(clean(html), "text/html");
    for (const one of page.querySelectorAll("img[src^='data:']")) {
      const file = await fileOf(one.getAttribute("src"));
      const told = file && await this.desk.uploads.bring(file);
      if (told) one.setAttribute("src", told.address);
      else one.remove();
    }
    this.paste(page.body);
  }

  paste(dom) {
    const slice = VisualParser.fromSchema(schema).parseSlice(dom);
    this.view.dispatch(this.view.state.tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true));
  }

  /** Show and choose a passage; says whether it is there. */
  find(passage) {
    let found = null;
    this.doc.descendants((node, pos) => {
      if (found || !node.isTextblock) return !found;
      const at = node.textContent.indexOf(passage);
      if (at >= 0) found = TextSelection.between(this.doc.resolve(pos + 1 + at), this.doc.resolve(Math.min(pos + 1 + at + passage.length, pos + node.nodeSize - 1)));
      return false;
    });
    if (!found) return false;
    this.view.dispatch(this.view.state.tr.setSelection(found).scrollIntoView());
    this.view.focus();
    return true;
  }
}

/** Say whether a block belongs in another: galleries hold pictures, pull quotes words. */
const fits = (container, block) => {
  const kind = kindOf(container.attrs.open);
  if (kind === "pullquote") return false;
  return block.type === nodes.picture || !["gallery", "figure"].includes(kind);
};

const around = ($pos, mark) => {
  const { parent } = $pos;
  let from = $pos.start() + $pos.parentOffset, to = from;
  const base = $pos.start();
  parent.forEach((node, offset) => {
    if (!mark.isInSet(node.marks)) return;
    const [start, end] = [base + offset, base + offset + node.nodeSize];
    if (start <= $pos.pos && $pos.pos <= end) [from, to] = [Math.min(from, start), Math.max(to, end)];
  });
  return [from, to];
};

