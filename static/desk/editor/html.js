// A body in HTML, as blocks of the visual mode and back.
import { BLOCKS, isInline, parse } from "./html_tree.js";
import { schema } from "./schema.js";

const MARKS = { b: "strong", strong: "strong", i: "em", em: "em", s: "strike", del: "strike", strike: "strike", code: "code" };
const TAGS = { paragraph: "p", blockquote: "blockquote", container: "div", bullet_list: "ul", ordered_list: "ol", list_item: "li" };
const BLANK = /^[ \t\r\n\f]*$/;
const ORDER = ["link", "tagged", "strong", "em", "strike", "highlight", "code"];

const decode = (text) => {
  if (!text.includes("&")) return text;
  const box = document.createElement("textarea");
  box.innerHTML = text.replace(/</g, "&lt;");
  return box.value;
};
const encode = (text) => text.replace(/&(?=#|[a-z])/gi, "&amp;").replace(/</g, "&lt;").replace(/\u00A0/g, "&nbsp;");
const quote = (text) => text.replace(/&(?=#|[a-z])/gi, "&amp;").replace(/"/g, "&quot;");

/** Read an attribute out of an opening tag. */
export const attribute = (open, name) => {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(open ?? "");
  return found ? decode(found[1] ?? found[2] ?? found[3]) : null;
};

export class Html {
  constructor(records) {
    this.records = records;
  }

  read(source) {
    this.source = source;
    return this.pieces(parse(source), 0, source.length);
  }

  /** Read siblings: elements of the visual mode, texts between them, the space around. */
  pieces(children, from, to) {
    const pieces = [];
    let at = from;
    for (const group of grouped(children)) {
      const start = group[0].start, end = group.at(-1).end;
      const [source, node] = [this.source.slice(start, end), this.block(group)];
      pieces.push({ node, source, before: this.source.slice(at, start) });
      at = end;
    }
    return { pieces, tail: this.source.slice(at, to) };
  }

  block(group) {
    const [node] = group;
    const whole = () => schema.node("source_block", { source: this.source.slice(node.start, group.at(-1).end) });
    if (group.length > 1 || isInline(node)) return this.line({ bare: true }, group) ?? whole();
    if (node.broken || node.source !== undefined) return whole();
    const around = { open: node.open, close: node.close };
    if (/^h[1-6]$/.test(node.tag)) return this.line({ ...around, level: Number(node.tag[1]) }, node.children, "heading") ?? whole();
    return this[`read_${node.tag}`]?.(node, around) ?? this.box(node, around) ?? whole();
  }

  read_p(node, around) {
    return this.line(around, node.children);
  }

  read_hr(node) {
    return schema.node("rule", { open: node.open });
  }

  read_ul(node, around) {
    return this.list("bullet_list", node, around);
  }

  read_ol(node, around) {
    return this.list("ordered_list", node, { ...around, order: Number(attribute(node.open, "start")) || 1 });
  }

  read_pre(node, around) {
    const [inner] = node.children;
    const code = node.children.length === 1 && inner.tag === "code" ? inner : node;
    if (!code.children.every((one) => one.text !== undefined)) return null;
    const text = decode(code.children.map((one) => one.text).join(""));
    const [open, close] = code === node ? [node.open, node.close] : [node.open + code.open, code.close + node.close];
    return schema.node("code_block", { open, close, language: /language-([\w#+-]+)/.exec(open)?.[1] ?? "" }, text ? schema.text(text) : null);
  }

  read_figure(node, around) {
    const parts = node.children.filter((one) => !(one.text !== undefined && BLANK.test(one.text)));
    const [image, caption] = parts;
    if (image?.tag !== "img" || parts.length > 2 || (caption && caption.tag !== "figcaption")) return this.box(node, around);
    const said = caption ? captionOf(caption.children) : { caption: "", credit: "" };
    if (!said) return this.box(node, around);
    const src = attribute(image.open, "src") ?? "", alt = attribute(image.open, "alt") ?? "";
    return schema.node("picture", { ...around, src, alt, ...said, after: image.open });
  }

  read_blockquote(node, around) {
    return this.box(node, around, "blockquote");
  }

  read_table(node) {
    const rows = node.children.flatMap((one) => (one.tag === "thead" || one.tag === "tbody" ? one.children : [one])).filter((one) => !(one.text !== undefined && BLANK.test(one.text)));
    if (!rows.length || rows.some((row) => row.tag !== "tr" || row.open.length > 4)) return null;
    const made = rows.map((row) => {
      const cells = row.children.filter((one) => !(one.text !== undefined && BLANK.test(one.text)));
      return cells.map((cell) => {
        if (!/^<t[dh](?: align="?(?:left|center|right)"?)?>$/i.test(cell.open ?? "")) return null;
        const line = this.line({}, cell.children);
        return line && schema.node(cell.tag === "th" ? "table_header" : "table_cell", { align: attribute(cell.open, "align") }, line);
      });
    });
    if (made.some((row) => !row.length || row.length !== made[0].length || row.includes(null))) return null;
    const { open, close } = node;
    return schema.node("table", { open, close, lead: this.source.slice(node.start + open.length, node.end - close.length).includes("<thead") ? "thead" : null }, made.map((row) => schema.node("table_row", null, row)));
  }

  /** Read an element that holds blocks, or only a line of text. */
  box(node, around, type = "container") {
    if (!BLOCKS.has(node.tag) || /^(table|thead|tbody|tfoot|tr|td|th|dl|dt|dd|li|details|summary|figcaption)$/.test(node.tag)) return null;
    if (node.children.every(isInline) && type === "container" && node.tag !== "figure") return this.line(around, node.children);
    return this.filled(type, node, around);
  }

  filled(type, node, around) {
    const [from, to] = [node.start + node.open.length, node.end - node.close.length];
    const { pieces, tail } = this.pieces(node.children, from, to);
    if (!pieces.length) return null;
    this.records.keep(pieces);
    return schema.node(type, { ...around, lead: pieces[0].before, tail }, pieces.map((piece) => piece.node));
  }

  list(type, node, around) {
    const [from, to] = [node.start + node.open.length, node.end - node.close.length];
    const items = node.children.filter((one) => !(one.text !== undefined && BLANK.test(one.text)));
    if (!items.length || items.some((one) => one.tag !== "li")) return null;
    let at = from;
    const pieces = [];
    for (const one of items) {
      const item = this.filled("list_item", one, { open: one.open, close: one.close });
      if (!item) return null;
      pieces.push({ node: item, source: this.source.slice(one.start, one.end), before: this.source.slice(at, one.start) });
      at = one.end;
    }
    this.records.keep(pieces);
    return schema.node(type, { ...around, lead: pieces[0].before, tail: this.source.slice(at, to) }, pieces.map((piece) => piece.node));
  }

  /** Read a line of text into a block; null where something in it has no place there. */
  line(attrs, children, type = "paragraph") {
    if (!children.every(isInline)) return null;
    const nodes = children.flatMap((child) => this.inline(child, []));
    return schema.node(type, attrs, collapsed(nodes));
  }

  inline(node, marks) {
    if (node.text !== undefined) return node.text ? [schema.text(decode(node.text.replace(/[ \t\r\n\f]+/g, " ")) || " ", marks)] : [];
    const source = () => this.source.slice(node.start, node.end);
    if (node.source !== undefined) return [schema.node("raw", { source: source() }, null, marks)];
    if (node.tag === "br") return [schema.node("hard_break", { source: node.open }, null, marks)];
    if (node.tag === "img") {
      const attrs = { src: attribute(node.open, "src") ?? "", alt: attribute(node.open, "alt") ?? "", title: attribute(node.open, "title") ?? "", source: node.open };
      return [schema.node("image", attrs, null, marks)];
    }
    if (!node.children.length) return [schema.node("raw", { source: source() }, null, marks)];
    const mark = markOf(node);
    if (mark.isInSet(marks)) return [schema.node("raw", { source: source() }, null, marks)];
    return node.children.flatMap((child) => this.inline(child, mark.addToSet(marks)));
  }

  // Written for what was touched.

  write(node, before = null) {
    const { name } = node.type;
    if (name === "source_block") return node.attrs.source;
    if (name === "rule") return node.attrs.open?.startsWith("<") ? node.attrs.open : "<hr>";
    if (name === "picture") return figure(node.attrs);
    if (name === "table") return this.table(node);
    if (name === "code_block") return code(node);
    if (name === "footnote") return `<p>${inside(node)}</p>`;
    if (node.isTextblock) {
      if (node.attrs.bare && before !== "bare") return inside(node);
      const tag = name === "heading" ? `h${node.attrs.level}` : "p";
      const [open, close] = fitting(node, tag);
      return open + inside(node) + close;
    }
    const [open, close] = fitting(node, TAGS[name] ?? "div");
    const lead = node.attrs.lead ?? (name === "list_item" ? "" : "\n"), tail = node.attrs.tail ?? (name === "list_item" ? "" : "\n");
    return open + this.blocks(node, lead) + tail + close;
  }

  blocks(node, lead) {
    let last = "";
    return this.records.join(node.children, (one) => {
      const text = this.write(one, last);
      last = one.attrs.bare ? "bare" : "";
      return text;
    }, { lead });
  }

  table(node) {
    const rows = node.children.map((row) => `<tr>${row.children.map((cell) => {
      const tag = cell.type.name === "table_header" ? "th" : "td";
      return `<${tag}${cell.attrs.align ? ` align="${cell.attrs.align}"` : ""}>${inside(cell.firstChild)}</${tag}>`;
    }).join("")}</tr>`);
    const isHead = (row) => row.children.every((cell) => cell.type.name === "table_header");
    const head = isHead(node.firstChild) ? [`<thead>`, rows.shift(), `</thead>`] : [];
    return [node.attrs.open ?? "<table>", ...head, "<tbody>", ...rows, "</tbody>", node.attrs.close || "</table>"].join("\n");
  }

  snippet(nodes) {
    return nodes.map((node) => this.write(node)).join("\n");
  }
}

/** Part siblings into blocks: an element of its own, or a run of text. */
const grouped = (children) => {
  const groups = [];
  let run = [];
  const flush = () => {
    while (run.length && run.at(-1).text !== undefined && BLANK.test(run.at(-1).text)) run.pop();
    while (run.length && run[0].text !== undefined && BLANK.test(run[0].text)) run.shift();
    if (run.length) groups.push(run);
    run = [];
  };
  for (const child of children) {
    const comment = child.source !== undefined && child.tag === undefined;
    if (isInline(child) && !(comment && !run.length)) run.push(child);
    else { flush(); groups.push([child]); }
  }
  flush();
  return groups;
};

const markOf = ({ tag, open }) => {
  if (tag === "a" && attribute(open, "href") !== null) return schema.mark("link", { href: attribute(open, "href"), title: attribute(open, "title") ?? "", open });
  const name = MARKS[tag];
  if (name === "code") return schema.mark("code", { open });
  return name ? schema.mark(name, { sign: tag, open }) : schema.mark("tagged", { tag, open });
};

/** Fold spaces as a browser does: none at the ends, one in a row. */
const collapsed = (nodes) => {
  const kept = [];
  let spaced = true;
  for (const node of nodes) {
    if (!node.isText) { kept.push(node); spaced = node.type.name === "hard_break"; continue; }
    const text = spaced ? node.text.replace(/^ /, "") : node.text;
    if (!text) continue;
    spaced = text.endsWith(" ");
    kept.push(schema.text(text, node.marks));
  }
  const last = kept.at(-1);
  if (last?.isText && last.text.endsWith(" ")) {
    kept.pop();
    if (last.text.length > 1) kept.push(schema.text(last.text.slice(0, -1), last.marks));
  }
  return kept;
};

const captionOf = (children) => {
  if (children.every((one) => one.text !== undefined)) return { caption: decode(children.map((one) => one.text).join("")).trim(), credit: "" };
  const [text, span, ...more] = children[0].text === undefined ? [{ text: "" }, ...children] : children;
  const isCredit = span?.tag === "span" && /^<span class="credit">$/.test(span.open) && span.children.every((one) => one.text !== undefined);
  if (!isCredit || more.some((one) => one.text === undefined || !BLANK.test(one.text))) return null;
  return { caption: decode(text.text).trim(), credit: decode(span.children.map((one) => one.text).join("")).trim() };
};

/** Give the tags around a block: as they were, or new ones where its kind changed. */
const fitting = (node, tag) => {
  const { open, close } = node.attrs;
  const had = /^<([a-z][a-z0-9]*)/i.exec(open ?? "")?.[1].toLowerCase();
  const kept = had && (had === tag || (tag === "p" && !/^h[1-6]$/.test(had)) || node.type.name === "container");
  return kept ? [open, close || `</${had}>`] : [`<${tag}>`, `</${tag}>`];
};

const figure = ({ open, close, src, alt, caption, credit, after }) => {
  const rest = (after ?? "").startsWith("<img") ? after.replace(/\s(?:src|alt)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)/gi, "").replace(/^<img|\s*\/?>$/gi, "") : "";
  const image = `<img src="${quote(src)}" alt="${quote(alt)}"${rest}>`;
  const said = [caption && encode(caption), credit && `<span class="credit">${encode(credit)}</span>`].filter(Boolean).join(" ");
  return `${open ?? "<figure>"}${image}${said ? `<figcaption>${said}</figcaption>` : ""}${close || "</figure>"}`;
};

const code = (node) => {
  const { language } = node.attrs;
  const open = node.attrs.open ?? `<pre><code${language ? ` class="language-${quote(language)}"` : ""}>`;
  return open + encode(node.textContent).replace(/>/g, "&gt;") + (node.attrs.close || "</code></pre>");
};

const opening = (mark) => {
  const { name } = mark.type, { attrs } = mark;
  if (attrs.open?.startsWith("<") && attrs.open.length > 1 && (name !== "link" || attribute(attrs.open, "href") === attrs.href)) return attrs.open;
  if (name === "link") return `<a href="${quote(attrs.href)}"${attrs.title ? ` title="${quote(attrs.title)}"` : ""}>`;
  return { strong: "<strong>", em: "<em>", strike: "<del>", highlight: "<mark>", code: "<code>" }[name];
};
const closing = (mark) => `</${/^<([a-z][a-z0-9]*)/i.exec(opening(mark))[1]}>`;

const inside = (block) => {
  let out = "", open = [];
  block.content.forEach((node) => {
    const marks = node.marks.toSorted((one, other) => ORDER.indexOf(one.type.name) - ORDER.indexOf(other.type.name));
    let shared = 0;
    while (shared < marks.length && open[shared]?.eq(marks[shared])) shared += 1;
    out += open.slice(shared).toReversed().map(closing).join("") + marks.slice(shared).map(opening).join("") + written(node);
    open = marks;
  });
  return out + open.toReversed().map(closing).join("");
};

const written = (node) => {
  if (node.isText) return encode(node.text);
  if (node.type.name === "image") return node.attrs.source || `<img src="${quote(node.attrs.src)}" alt="${quote(node.attrs.alt)}">`;
  if (node.type.name === "soft_break") return "\n";
  return node.attrs.source ?? (node.type.name === "hard_break" ? "<br>" : "");
};
