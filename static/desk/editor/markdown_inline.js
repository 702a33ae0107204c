// Emphasis, links, code and the rest inside a line, read as the paper's renderer reads
// them. What has no counterpart in the visual mode stays as it is typed, as one piece.
import { schema } from "./schema.js";

const HOLD = /\uE000(\d+)\uE001/g;
const HELD = /[\uE000\uE001]/;
const CODE = /(?<!\\)(`+)(.+?)(?<!`)\1(?!`)/gs;
const ESCAPE = /\\([\\`*_{}[\]()>#+\-.!~=|])/g;
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/gi;
const AUTOLINK = /<((?:https?|ftp|mailto):[^<>\s]*)>/gi;
const MAIL = /<[^<> !]+@[^@<> ]+>/g;
const COMMENT = /<!--[\s\S]*?-->/g;
const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?)(\/?)>/gi;
const ATTRIBUTES = /\{(?::[ ]*|(?=[ ]*[#.][A-Za-z]))[^}\n]+[ ]*\}/;
const WORD = /[\p{L}\p{N}_]/u;
const RUN = /\*+|_+|~{2,}|={2,}/g;
const SIGNS = { "*": ["em", "strong"], _: ["em", "strong"], "~": [null, "strike"], "=": [null, "highlight"] };
// The scripts between which a line end leaves no space, as in the renderer.
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6\u2014\u2018\u2019\u201C\u201D\u2026\u00B7]/u;
const NAMED = { b: "strong", strong: "strong", i: "em", em: "em", del: "strike", s: "strike", strike: "strike", code: "code" };
const VOID = new Set(["br", "img", "wbr"]);

/** A text that the visual mode cannot hold without losing something. */
export class Unreadable extends Error {}

const decode = (entity) => {
  const box = document.createElement("textarea");
  box.innerHTML = entity;
  return box.value;
};

/** Read the inside of a block into inline nodes; `defined` names reference links. */
export const readInline = (source, defined = new Set()) => {
  if (HELD.test(source) || ATTRIBUTES.test(source.replace(CODE, ""))) throw new Unreadable();
  const nodes = new Reader(defined).read(source);
  const last = nodes.at(-1);
  if (last?.type.name === "hard_break") throw new Unreadable();
  return nodes;
};

class Reader {
  constructor(defined) {
    this.defined = defined;
    this.held = [];
  }

  hold(source, nodes) {
    this.held.push({ source, nodes });
    return `\uE000${this.held.length - 1}\uE001`;
  }

  raw(source) {
    const whole = this.restore(source);
    return this.hold(source, [schema.node("raw", { source: whole })]);
  }

  /** Give a piece back as it was typed. */
  restore(text) {
    return text.replace(HOLD, (_, number) => this.restore(this.held[number].source));
  }

  read(source) {
    let text = source
      .replace(CODE, (whole, ticks, code) => this.hold(whole, this.marked("code", {}, [schema.text(code.trim() || " ")])))
      .replace(ESCAPE, (whole, sign) => this.hold(whole, [schema.text(sign)]));
    text = this.brackets(text)
      .replace(AUTOLINK, (whole, href) => this.hold(whole, this.marked("link", { href, open: "<" }, [schema.text(href)])))
      .replace(MAIL, (whole) => this.raw(whole))
      .replace(COMMENT, (whole) => this.raw(whole));
    text = this.tags(text).replace(ENTITY, (whole) => {
      const sign = decode(whole);
      return this.hold(whole, sign === whole || HELD.test(sign) ? [schema.node("raw", { source: whole })] : [schema.text(sign)]);
    });
    return this.spans(text);
  }

  /** Hold footnote marks, pictures and links. */
  brackets(text) {
    let out = "", at = 0;
    while (at < text.length) {
      const found = text.startsWith("![", at) ? this.picture(text, at) : text[at] === "[" ? this.bracket(text, at) : null;
      if (found) [out, at] = [out + found[0], found[1]];
      else out += text[at++];
    }
    return out;
  }

  bracket(text, at) {
    const note = /\[\^[^\]\s]+\]/y;
    note.lastIndex = at;
    const mark = note.exec(text);
    if (mark) return [this.raw(mark[0]), note.lastIndex];
    const label = closing(text, at);
    if (!label) return null;
    const inner = text.slice(at + 1, label - 1);
    const target = destination(text, label);
    if (target) {
      const href = this.restore(target.href), title = this.restore(target.title);
      const source = text.slice(at, target.end);
      return [this.hold(source, this.marked("link", { href, title }, this.again(inner))), target.end];
    }
    const named = /^ ?\[([^\]]*)\]/.exec(text.slice(label));
    if (named && this.defined.has((named[1] || inner).toLowerCase())) return [this.raw(text.slice(at, label) + named[0]), label + named[0].length];
    if (this.defined.has(inner.toLowerCase())) return [this.raw(text.slice(at, label)), label];
    return null;
  }

  picture(text, at) {
    const label = closing(text, at + 1);
    const target = label && destination(text, label);
    if (!target) {
      if (label && this.defined.size) throw new Unreadable();
      return null;
    }
    const source = this.restore(text.slice(at, target.end));
    const plain = (piece) => this.restore(piece).replace(ESCAPE, "$1").replace(ENTITY, decode);
    const attrs = { src: this.restore(target.href), alt: plain(text.slice(at + 2, label - 1)), title: plain(target.title), source };
    return [this.hold(source, [schema.node("image", attrs)]), target.end];
  }

  /** Hold HTML tags: pairs as marks on what they hold, others as they are typed. */
  tags(text) {
    TAG.lastIndex = 0;
    const found = TAG.exec(text);
    if (!found) return text;
    const [whole, closes, name, , selfCloses] = found;
    const tag = name.toLowerCase(), end = found.index + whole.length;
    const before = text.slice(0, found.index), after = text.slice(end);
    if (tag === "br" && !closes) {
      const line = /^\n/.exec(after)?.[0] ?? "";
      return before + this.hold(whole + line, [schema.node("hard_break", { source: this.restore(whole) + line })]) + this.tags(after.slice(line.length));
    }
    const close = new RegExp(`</${tag}\\s*>`, "i").exec(after);
    const inner = close && after.slice(0, close.index);
    if (closes || selfCloses || VOID.has(tag) || !close || new RegExp(`<${tag}[\\s>]`, "i").test(inner)) {
      return before + this.raw(whole) + this.tags(after);
    }
    const source = whole + inner + close[0], open = this.restore(whole);
    const plain = tag in NAMED && /^<[a-z]+>$/i.test(open);
    const nodes = this.again(this.tags(inner));
    const marked = plain ? this.marked(NAMED[tag], tag === "code" ? { open } : { sign: open }, nodes) : this.marked("tagged", { tag, open }, nodes);
    return before + this.hold(source, marked) + this.tags(after.slice(close.index + close[0].length));
  }

  again(text) {
    return this.spans(this.tags(this.brackets(text)).replace(ENTITY, (whole) => this.hold(whole, [schema.text(decode(whole))])));
  }

  marked(name, attrs, nodes) {
    const mark = schema.marks[name].create(attrs);
    return nodes.map((node) => node.mark(mark.addToSet(node.marks)));
  }

  /** Read emphasis: pairs of signs become marks on what stands between them. */
  spans(text) {
    const pairs = paired(text);
    const edges = new Set([0, text.length]);
    for (const { open, inner, close, end } of pairs) for (const edge of [open, inner, close, end]) edges.add(edge);
    const places = [...edges].sort((one, other) => one - other), nodes = [];
    for (const [at, from] of places.slice(0, -1).entries()) {
      const to = places[at + 1];
      if (pairs.some((one) => (one.open <= from && to <= one.inner) || (one.close <= from && to <= one.end))) continue;
      const around = pairs.filter((one) => one.inner <= from && to <= one.close);
      nodes.push(...around.reduce((all, { name, sign }) => this.marked(name, { sign }, all), this.plain(text.slice(from, to))));
    }
    return nodes;
  }

  /** Give text, line ends and held pieces as nodes. */
  plain(text) {
    const nodes = [];
    const parts = text.split(/\uE000(\d+)\uE001/);
    parts.forEach((part, index) => {
      if (index % 2) nodes.push(...this.held[part].nodes);
      else nodes.push(...this.lines(part));
    });
    return nodes;
  }

  lines(text) {
    const nodes = [], ends = /( *)\n( *)/g;
    let at = 0;
    for (const found of text.matchAll(ends)) {
      if (found.index > at) nodes.push(schema.text(text.slice(at, found.index)));
      const hard = found[1].length > 1;
      const joins = WIDE.test(text[found.index - 1] ?? "") && WIDE.test(text[found.index + found[0].length] ?? "");
      nodes.push(schema.node(hard ? "hard_break" : "soft_break", hard ? { source: found[0] } : { source: found[0], joins }));
      at = found.index + found[0].length;
    }
    if (at < text.length) nodes.push(schema.text(text.slice(at)));
    return nodes;
  }
}

/** Pair the signs of emphasis as the renderer does: by the spaces beside them alone. */
const paired = (text) => {
  const pairs = [], open = [];
  for (const { 0: { length }, index } of text.matchAll(RUN)) {
    const sign = text[index], before = text[index - 1] ?? " ", after = text[index + length] ?? " ";
    const inWord = sign === "_" && WORD.test(before) && WORD.test(after);
    const run = {
      sign, length, left: index, right: index + length,
      opens: !/\s/.test(after) && !inWord && !(sign === "_" && WORD.test(before)),
      closes: !/\s/.test(before) && !inWord && !(sign === "_" && WORD.test(after)),
    };
    while (run.closes && run.left < run.right) {
      const at = open.findLastIndex((one) => one.sign === sign && one.left < one.right && !odd(one, run));
      if (at < 0) break;
      const opener = open[at], size = Math.min(2, opener.right - opener.left, run.right - run.left);
      const name = SIGNS[sign][size - 1];
      if (!name) break;
      open.length = at + 1;
      pairs.push({ open: opener.right - size, inner: opener.right, close: run.left, end: run.left + size, name, sign: sign.repeat(size) });
      opener.right -= size;
      run.left += size;
    }
    if (run.opens && run.left < run.right) open.push(run);
  }
  return pairs;
};

/** Say whether two runs do not pair: CommonMark's rule of three. */
const odd = (opener, closer) => {
  const sum = opener.length + closer.length;
  return (opener.closes || closer.opens) && sum % 3 === 0 && (opener.length % 3 !== 0 || closer.length % 3 !== 0);
};

/** Give where the bracket that opens at a place is closed, just behind it. */
const closing = (text, at) => {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text[end] === "[") depth += 1;
    if (text[end] === "]" && (depth -= 1) === 0) return end + 1;
  }
  return 0;
};

const destination = (text, at) => {
  if (text[at] !== "(") return null;
  const found = /\(\s*(?:<([^<>\n]*)>|((?:[^\s()]|\((?:[^\s()]|\([^\s()]*\))*\))*))(?:\s+(?:"(.*?)"|'(.*?)'))?\s*\)/sy;
  found.lastIndex = at;
  const match = found.exec(text);
  return match && { href: match[1] ?? match[2], title: match[3] ?? match[4] ?? "", end: found.lastIndex };
};
