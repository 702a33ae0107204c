// How long a text is, counted as the paper counts it: articles/text/counts.py.

const HAN = "\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{2fa1f}\\u{30000}-\\u{323af}";
const KANA = "\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff";
const CHARACTER = new RegExp(`[${HAN}${KANA}]`, "gu");
const LETTERS = `(?:(?![${HAN}${KANA}])[\\p{L}\\p{N}])+`;
const WORD = new RegExp(`${LETTERS}(?:['’.,:/-]${LETTERS})*`, "gu");
const HAN_PER_MINUTE = 400, WORDS_PER_MINUTE = 220;

/** Give Han and kana characters, words of other scripts, and minutes to read them. */
export const tally = (text) => {
  const characters = (text.match(CHARACTER) ?? []).length, words = (text.match(WORD) ?? []).length;
  return { characters, words, minutes: Math.ceil(characters / HAN_PER_MINUTE + words / WORDS_PER_MINUTE) };
};

// A line end between Chinese characters is nothing, a footnote's mark a number.
const LEAVES = {
  soft_break: (leaf) => (leaf.attrs.joins ? "" : " "),
  raw: (leaf) => (leaf.attrs.source.startsWith("[^") ? "1" : ""),
};

/** Give what readers read of a document, a line for each block. */
export const textOf = (doc) => {
  const lines = [];
  doc.descendants((node) => {
    if (node.type.name === "source_block") lines.push(node.attrs.source.replace(/<!--[\s\S]*?-->|<[^>]*>|^\s*\[[^\]]+\]:.*$/gm, " "));
    if (node.type.name === "picture") lines.push(node.attrs.caption, node.attrs.credit);
    if (!node.isTextblock) return true;
    lines.push(node.textBetween(0, node.content.size, "\n", (leaf) => (LEAVES[leaf.type.name]?.(leaf) ?? " ")));
    return false;
  });
  return lines.join("\n");
};
