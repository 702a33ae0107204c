// HTML as a tree that knows where in its source each tag and each text stands.

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[!?][^>]*>|<(\/?)([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const WHOLE = new Set("script style textarea title iframe noscript noembed xmp svg math object video audio select template".split(" "));
export const BLOCKS = new Set(
  ("address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
  + "h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul").split(" "),
);
// What an opening tag ends although nobody closed it.
const ENDS = { li: ["li", "ul ol"], dt: ["dt dd", "dl"], dd: ["dt dd", "dl"], tr: ["tr td th", "table"], td: ["td th", "tr"], th: ["td th", "tr"] };

/**
 * Parse a source into nodes `{ tag, open, close, start, end, children, broken }`, texts
 * `{ text, start, end }` and wholes `{ source, start, end }` that are left as they are.
 */
export const parse = (source) => {
  const root = { tag: "", children: [], start: 0, end: source.length };
  const stack = [root];
  let at = 0;
  const top = () => stack.at(-1);
  const text = (end) => {
    if (end > at) top().children.push({ text: source.slice(at, end), start: at, end });
  };
  const leave = (end, close = "") => {
    const node = stack.pop();
    node.close = close;
    node.end = end;
  };
  const broken = () => { for (const one of stack.slice(1)) one.broken = true; };

  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(source); found; found = TOKEN.exec(source)) {
    const [whole, closes, name] = found, start = found.index, end = TOKEN.lastIndex;
    text(start);
    at = end;
    const tag = name?.toLowerCase();
    if (!tag) {
      top().children.push({ source: whole, start, end });
    } else if (closes) {
      const open = stack.findLastIndex((one) => one.tag === tag);
      if (open < 1) {
        broken();
        top().children.push({ source: whole, start, end });
        continue;
      }
      while (stack.length - 1 > open) {
        if (!ENDS[top().tag] && top().tag !== "p") broken();
        leave(start);
      }
      leave(end, whole);
    } else {
      while (stack.length > 1 && ends(tag, stack)) leave(start);
      const node = { tag, open: whole, close: "", children: [], start, end };
      top().children.push(node);
      if (VOID.has(tag)) continue;
      if (WHOLE.has(tag)) {
        at = TOKEN.lastIndex = skip(source, tag, end);
        Object.assign(node, { source: source.slice(start, at), end: at });
      } else {
        stack.push(node);
      }
    }
  }
  text(source.length);
  while (stack.length > 1) {
    if (top().tag !== "p" && !ENDS[top().tag]) broken();
    leave(source.length);
  }
  return root.children;
};

const ends = (tag, stack) => {
  const last = stack.at(-1).tag;
  if (last === "p" && BLOCKS.has(tag)) return true;
  const [closed, within] = ENDS[tag] ?? ["", ""];
  if (!closed.split(" ").includes(last) && last !== "p") return false;
  return last !== "p" && !within.split(" ").includes(last);
};

/** Find where an element ends whose inside is not looked at. */
const skip = (source, tag, from) => {
  const marks = new RegExp(`<(/?)${tag}\\b[^>]*>`, "gi");
  marks.lastIndex = from;
  let depth = 1;
  for (let found = marks.exec(source); found; found = marks.exec(source)) {
    depth += found[1] ? -1 : 1;
    if (!depth) return marks.lastIndex;
  }
  return source.length;
};

/** Say whether a piece of the tree may stand in a line of text. */
export const isInline = (node) => node.text !== undefined || (node.source !== undefined && !BLOCKS.has(node.tag) && !["iframe", "script", "style", "video", "object"].includes(node.tag)) || (!BLOCKS.has(node.tag) && node.children.every(isInline));
