// What the visual mode can hold. A node that came from a source keeps what the writer of
// that source typed around it: `open` and `close` tags or lines, the space inside them.
import { Schema, tableNodes } from "../vendor/editor/libraries.js";

const AROUND = { open: { default: null }, close: { default: null }, lead: { default: null }, tail: { default: null } };
const KINDS = ["pullquote", "aside", "gallery", "figure", "note", "tip", "info", "warning", "caution", "danger", "important"];

/** Give the classes by which an opening tag or line is shown as readers will see it. */
export const looks = (open) => {
  if (!open) return null;
  const found = [];
  const align = /(?:text-align\s*:\s*|\balign\s*=\s*["']?)(center|right)/i.exec(open);
  if (align) found.push(`text-${align[1].toLowerCase()}`);
  const words = open.startsWith(":::") ? open.split(/\s+/) : (/class\s*=\s*["']([^"']*)/i.exec(open)?.[1] ?? "").split(/\s+/);
  for (const word of words) if (KINDS.includes(word)) found.push(word);
  return found.length ? found.join(" ") : null;
};

/** Name a block between two `:::` lines, or an element, by its kind. */
export const kindOf = (open) => (looks(open) ?? "").split(" ").find((one) => KINDS.includes(one)) ?? "";

const element = (tag) => (node) => [tag, { class: looks(node.attrs.open) }, 0];

const tables = tableNodes({
  tableGroup: "block",
  cellContent: "paragraph",
  cellAttributes: { align: { default: null, getFromDOM: (cell) => cell.align || null, setDOMAttr: (value, attrs) => { if (value) attrs.class = `text-${value}`; } } },
});
tables.table.attrs = { ...AROUND };

const nodes = {
  doc: { content: "block+" },
  paragraph: {
    content: "inline*", group: "block", attrs: { ...AROUND, bare: { default: false } },
    parseDOM: [{ tag: "p" }], toDOM: element("p"),
  },
  heading: {
    content: "inline*", group: "block", defining: true,
    attrs: { ...AROUND, level: { default: 2 }, after: { default: "" } },
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.max(2, level) } })),
    toDOM: (node) => [`h${node.attrs.level}`, { class: looks(node.attrs.open) }, 0],
  },
  blockquote: {
    content: "block+", group: "block", defining: true, attrs: { ...AROUND },
    parseDOM: [{ tag: "blockquote" }], toDOM: element("blockquote"),
  },
  container: {
    content: "block+", group: "block", attrs: { ...AROUND },
    parseDOM: [{ tag: "div.container", getAttrs: (dom) => ({ open: dom.dataset.open, close: dom.dataset.close }) }],
    toDOM: (node) => ["div", { class: `container ${looks(node.attrs.open) ?? ""}`, "data-open": node.attrs.open, "data-close": node.attrs.close }, 0],
  },
  bullet_list: {
    content: "list_item+", group: "block", attrs: { ...AROUND, marker: { default: "-" }, loose: { default: false } },
    parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0],
  },
  ordered_list: {
    content: "list_item+", group: "block",
    attrs: { ...AROUND, marker: { default: "." }, order: { default: 1 }, loose: { default: false } },
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.start || 1 }) }],
    toDOM: (node) => ["ol", { start: node.attrs.order === 1 ? null : node.attrs.order }, 0],
  },
  list_item: {
    content: "block+", defining: true, attrs: { ...AROUND },
    parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0],
  },
  code_block: {
    content: "text*", group: "block", code: true, defining: true, marks: "",
    attrs: { ...AROUND, language: { default: "" }, fence: { default: "```" } },
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: (node) => ["pre", { "data-language": node.attrs.language || null }, ["code", 0]],
  },
  rule: { group: "block", attrs: { open: { default: null } }, parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  picture: {
    group: "block", draggable: true,
    attrs: {
      ...AROUND, src: { default: "" }, alt: { default: "" }, caption: { default: "" }, credit: { default: "" },
      after: { default: "" }, link: { default: "" },
    },
    parseDOM: [
      { tag: "figure[data-src]", priority: 70, getAttrs: (dom) => ({ ...dom.dataset }) },
      { tag: "img[src]:not(.inline-picture)", getAttrs: (dom) => ({ src: dom.getAttribute("src"), alt: dom.alt }) },
    ],
    toDOM: (node) => ["figure", { "data-src": node.attrs.src, "data-alt": node.attrs.alt, "data-caption": node.attrs.caption, "data-credit": node.attrs.credit }],
  },
  footnote: {
    content: "inline*", group: "block", defining: true, attrs: { label: { default: "1" } },
    parseDOM: [{ tag: "div.footnote-text", getAttrs: (dom) => ({ label: dom.dataset.label }) }],
    toDOM: (node) => ["div", { class: "footnote-text", "data-label": node.attrs.label }, 0],
  },
  source_block: {
    group: "block", atom: true, attrs: { source: { default: "" } },
    parseDOM: [{ tag: "div.source-block", priority: 70, getAttrs: (dom) => ({ source: dom.dataset.source }) }],
    toDOM: (node) => ["div", { class: "source-block", "data-source": node.attrs.source }],
  },
  ...tables,
  text: { group: "inline" },
  image: {
    inline: true, group: "inline", draggable: true,
    attrs: { src: { default: "" }, alt: { default: "" }, title: { default: "" }, source: { default: "" } },
    parseDOM: [{ tag: "img.inline-picture", getAttrs: (dom) => ({ src: dom.dataset.src, alt: dom.alt, title: dom.title, source: dom.dataset.source }) }],
    toDOM: (node) => ["img", { class: "inline-picture", "data-src": node.attrs.src, alt: node.attrs.alt, title: node.attrs.title || null, "data-source": node.attrs.source }],
  },
  hard_break: {
    inline: true, group: "inline", selectable: false, attrs: { source: { default: null } },
    parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
  },
  // A line end in the source that readers do not see, or see as a space.
  soft_break: {
    inline: true, group: "inline", selectable: false, attrs: { source: { default: "\n" }, joins: { default: false } },
    parseDOM: [{ tag: "span.soft-break", getAttrs: (dom) => ({ joins: dom.classList.contains("joins") }) }],
    toDOM: (node) => ["span", { class: node.attrs.joins ? "soft-break joins" : "soft-break" }, node.attrs.joins ? "\u200b" : " "],
  },
  raw: {
    inline: true, group: "inline", atom: true, attrs: { source: { default: "" } },
    parseDOM: [{ tag: "span.raw", priority: 70, getAttrs: (dom) => ({ source: dom.dataset.source }) }],
    toDOM: (node) => ["span", { class: node.attrs.source.startsWith("[^") ? "raw footnote-mark" : "raw", "data-source": node.attrs.source }, node.attrs.source],
  },
};

const marks = {
  link: {
    attrs: { href: { default: "" }, title: { default: "" }, open: { default: null } }, inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href"), title: dom.title }) }],
    toDOM: (mark) => ["a", { href: mark.attrs.href, title: mark.attrs.title || null, rel: "nofollow" }, 0],
  },
  tagged: {
    attrs: { tag: { default: "span" }, open: { default: "<span>" } }, excludes: "",
    parseDOM: ["u", "sub", "sup", "mark", "kbd", "ins", "cite", "small"].map((tag) => ({ tag, getAttrs: () => ({ tag, open: `<${tag}>` }) })),
    toDOM: (mark) => [/^(u|sub|sup|mark|kbd|ins|del|s|cite|small|q|dfn|var|samp)$/i.test(mark.attrs.tag) ? mark.attrs.tag.toLowerCase() : "span", { class: looks(mark.attrs.open) }, 0],
  },
  strong: {
    attrs: { sign: { default: null }, open: { default: null } },
    parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0],
  },
  em: {
    attrs: { sign: { default: null }, open: { default: null } },
    parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0],
  },
  strike: {
    attrs: { sign: { default: null }, open: { default: null } },
    parseDOM: [{ tag: "del" }, { tag: "s" }, { tag: "strike" }], toDOM: () => ["s", 0],
  },
  highlight: { attrs: { sign: { default: "==" } }, toDOM: () => ["mark", 0] },
  code: { attrs: { open: { default: null } }, code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};

export const schema = new Schema({ nodes, marks });
