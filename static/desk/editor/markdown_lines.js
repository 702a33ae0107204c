// Markdown cut into its top-level blocks, line by line. Only where a block begins and ends
// is decided here; every character belongs to exactly one block or to the space between.

const ATX = /^ {0,3}#{1,6} |^#{1,6}[^#\s]/;
const FENCE = /^ {0,3}(`{3,}|~{3,}) *(?:\{[^\n]*\}|[\w#.+-]*(?: +\w+=(?:"[^"]*"|'[^']*'|\S+))*) *$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const QUOTE = /^ {0,3}>/;
export const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:( +)(?=\S)| *$)/;
const INTERRUPTS = /^ {0,3}(?:[-*+]|1[.)]) +\S/;
const DEFINITION = /^ {0,3}(?:\[(\^)?([^\]]+)\]:|\*\[[^\]]+\]:)/;
const TAG = /^ {0,3}<(\/?)([a-z][a-z0-9-]*)\b|^ {0,3}<(!--)/i;
const TABLE_RULE = /^ {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)+\|? *$/;
const SETEXT = /^ {0,3}(?:=+|-+) *$/;
const SPECIAL = /^(?:!!!|\?\?\?\+?) /;
const OPENING = /^ {0,3}:{3,} *(?:note|tip|info|warning|caution|danger|important|pullquote|aside|gallery|figure)(?:[ \t]+\S.*?)?[ \t]*$/;
const CLOSING = /^ {0,3}:{3,}[ \t]*$/;
const INLINE = new Set(
  ("a abbr b bdi bdo cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup "
  + "time u var br wbr").split(" "),
);
const VOID = new Set(["br", "hr", "img", "wbr", "source", "input"]);

const blank = (line) => !/\S/.test(line);

/** Tell which line closes each `:::` block: opened where, closed where. */
const containers = (lines) => {
  const found = new Map(), open = [];
  lines.forEach((line, at) => {
    if (OPENING.test(line)) open.push(at);
    else if (open.length && CLOSING.test(line)) found.set(open.pop(), at);
  });
  return found;
};

/** Give the blocks as `{ kind, from, to }`, in lines. */
export const split = (lines) => {
  const closed = containers(lines), blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (blank(lines[at])) { at += 1; continue; }
    const [kind, to] = begin(lines, at, closed);
    let end = to;
    while (end > at + 1 && blank(lines[end - 1])) end -= 1;
    blocks.push({ kind, from: at, to: end });
    at = to;
  }
  return blocks;
};

const begin = (lines, at, closed) => {
  const line = lines[at];
  if (closed.has(at)) return ["container", closed.get(at) + 1];
  if (FENCE.test(line)) return ["fence", fenced(lines, at)];
  if (ATX.test(line)) return ["heading", at + 1];
  if (RULE.test(line)) return ["rule", at + 1];
  if (QUOTE.test(line)) return ["quote", while_(lines, at, (one) => QUOTE.test(one) || (!blank(one) && !starts(one) && !INTERRUPTS.test(one)))];
  if (/^(?: {4}|\t)/.test(line)) return ["indented", indented(lines, at)];
  if (ITEM.test(line) && (at === 0 || blank(lines[at - 1]) || INTERRUPTS.test(line))) return ["list", listed(lines, at)];
  const definition = DEFINITION.exec(line);
  if (definition) return [definition[1] ? "footnote" : "definition", definition[1] ? indented(lines, at + 1) : at + 1];
  const tag = TAG.exec(line);
  if (tag && (tag[3] || !INLINE.has(tag[2].toLowerCase()))) return ["html", tagged(lines, at, tag)];
  if (SPECIAL.test(line)) return ["special", indented(lines, at + 1)];
  return paragraph(lines, at, closed);
};

const while_ = (lines, at, holds) => {
  let end = at + 1;
  while (end < lines.length && holds(lines[end])) end += 1;
  return end;
};

const fenced = (lines, at) => {
  const fence = FENCE.exec(lines[at])[1];
  const close = new RegExp(`^ {0,3}${fence[0]}{${fence.length},} *$`);
  for (let end = at + 1; end < lines.length; end += 1) if (close.test(lines[end])) return end + 1;
  return lines.length;
};

/** What is indented, and blank lines between it, goes on with what stands above. */
const indented = (lines, at) => {
  let end = at;
  for (let next = at; next < lines.length; next += 1) {
    if (/^(?: {4}|\t)/.test(lines[next])) end = next + 1;
    else if (!blank(lines[next])) break;
  }
  return Math.max(end, at === 0 ? 1 : at);
};

/** A list goes on with its items, and with what is indented as far as an item's text. */
const listed = (lines, at) => {
  const ordered = (found) => /\d/.test(found[2]);
  const first = ITEM.exec(lines[at]);
  let end = at + 1, gap = false, width = widthOf(first);
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    if (blank(line)) { gap = true; continue; }
    const indent = /^ */.exec(line.replace(/^\t/, "    "))[0].length;
    const item = RULE.test(line) ? null : ITEM.exec(line);
    if (indent < width) {
      if (item) {
        if (ordered(item) !== ordered(first)) break;
        width = widthOf(item);
      } else if (gap || starts(line)) {
        break;
      }
    }
    end = next + 1;
    gap = false;
  }
  return end;
};

/** Give where the text of an item begins. */
export const widthOf = (item) => item[1].length + item[2].length + ((item[3]?.length ?? 1) <= 4 ? item[3]?.length ?? 1 : 1);

const starts = (line) => ATX.test(line) || QUOTE.test(line) || FENCE.test(line) || RULE.test(line) || OPENING.test(line) || CLOSING.test(line);

const tagged = (lines, at, tag) => {
  if (tag[3]) {
    for (let end = at; end < lines.length; end += 1) if (lines[end].includes("-->")) return end + 1;
    return lines.length;
  }
  const name = tag[2].toLowerCase();
  if (tag[1] || VOID.has(name)) return while_(lines, at, (line) => !blank(line));
  const marks = new RegExp(`<(/?)${name}\\b[^>]*?(/?)>`, "gi");
  let depth = 0;
  for (let end = at; end < lines.length; end += 1) {
    for (const [, closing, self] of lines[end].matchAll(marks)) depth += closing ? -1 : self ? 0 : 1;
    if (depth <= 0) return while_(lines, end, (line) => !blank(line));
  }
  return lines.length;
};

const paragraph = (lines, at, closed) => {
  if (lines[at].includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) {
    return ["table", while_(lines, at, (line) => !blank(line))];
  }
  let end = at + 1;
  while (end < lines.length && !blank(lines[end])) {
    const line = lines[end];
    if (SETEXT.test(line) && end === at + 1) return ["setext", end + 1];
    if (starts(line) || INTERRUPTS.test(line) || closed.has(end)) break;
    end += 1;
  }
  const follows = lines.slice(at, end).some((line) => /^ {0,3}:[ \t]/.test(line));
  return follows ? ["definitions", while_(lines, at, (line) => !blank(line))] : ["paragraph", end];
};
