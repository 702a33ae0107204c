// Nodes written as Markdown, for what the writer touched or added.

const WORD = /[\p{L}\p{N}_]/u;
const SIGNS = { strong: "**", em: "*" };
const TAGS = { strong: "strong", em: "em", strike: "del", highlight: "mark" };
const ORDER = ["link", "tagged", "strong", "em", "strike", "highlight", "code"];

/** Write the inside of a block; `tags` spells emphasis as HTML, where signs would clash. */
export const writeInline = (content, { tags = false, cell = false } = {}) => {
  const writer = new Writer(tags, cell);
  content.forEach((node) => writer.add(node));
  return writer.end();
};

class Writer {
  constructor(tags, cell) {
    Object.assign(this, { tags, cell, out: "", open: [], waiting: "" });
  }

  add(node) {
    const marks = this.sorted(node.marks);
    let [before, text, after] = ["", node.text ?? "", ""];
    if (node.isText && !marks.some((mark) => mark.type.name === "code")) {
      // A sign beside a space emphasises nothing: spaces go outside.
      [, before, text, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
    }
    const shared = this.shared(marks);
    this.close(shared);
    if (node.isText && !text) { this.waiting += before + after; return; }
    this.out += this.waiting + before;
    this.waiting = after;
    for (const mark of marks.slice(shared)) {
      this.open.push(mark);
      this.out += this.opening(mark, node);
    }
    this.out += this.inside(node, text, marks);
  }

  /** Order marks so that those which are open stay open. */
  sorted(marks) {
    const place = (mark) => {
      const open = this.open.findIndex((one) => one.eq(mark));
      return open >= 0 ? open : this.open.length + ORDER.indexOf(mark.type.name);
    };
    return marks.toSorted((one, other) => place(one) - place(other));
  }

  shared(marks) {
    let count = 0;
    while (count < marks.length && this.open[count]?.eq(marks[count])) count += 1;
    return count;
  }

  close(down) {
    while (this.open.length > down) this.out += this.closing(this.open.pop());
  }

  end() {
    this.close(0);
    return this.out + this.waiting;
  }

  opening(mark, node) {
    const { name } = mark.type;
    if (name === "link") return mark.attrs.open === "<" && node.text === mark.attrs.href ? "<" : "[";
    if (name === "tagged") return mark.attrs.open;
    if (name === "code") return mark.attrs.open ?? (this.ticks = ticks(node.text));
    return this.sign(mark);
  }

  closing(mark) {
    const { name } = mark.type;
    if (name === "link") return this.out.endsWith(mark.attrs.href) && this.out.at(-mark.attrs.href.length - 1) === "<" ? ">" : `](${target(mark.attrs)})`;
    if (name === "tagged") return `</${mark.attrs.tag}>`;
    if (name === "code") return mark.attrs.open ? "</code>" : [...this.ticks].toReversed().join("");
    const sign = this.sign(mark);
    return sign.startsWith("<") ? sign.replace("<", "</") : sign;
  }

  sign(mark) {
    const { name } = mark.type;
    const given = mark.attrs.sign;
    if (given?.startsWith("<")) return given;
    return this.tags || !(given ?? SIGNS[name]) ? `<${TAGS[name]}>` : given ?? SIGNS[name];
  }

  inside(node, text, marks) {
    const { name } = node.type;
    if (name === "raw") return node.attrs.source;
    if (name === "hard_break") return this.cell ? "<br>" : node.attrs.source ?? "  \n";
    if (name === "soft_break") return node.attrs.source;
    if (name === "image") return node.attrs.source || picture(node.attrs);
    if (marks.some((mark) => mark.type.name === "code")) {
      const spelled = marks.find((mark) => mark.type.name === "code").attrs.open;
      if (spelled) return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
      return this.cell ? text.replaceAll("|", "\\|") : text;
    }
    if (marks.some((mark) => mark.type.name === "link" && mark.attrs.open === "<" && mark.attrs.href === text)) return text;
    return escape(text, this.out.at(-1) ?? "", this.cell);
  }
}

const ticks = (text) => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1) + (/^`|`$/.test(text) ? " " : "");
};

/** Write text so that none of its characters means anything. */
const escape = (text, before, cell) => {
  const escaped = text.replace(/[\\`*_[{<&~=\u00A0|]/g, (sign, at) => {
    const left = text[at - 1] ?? before, right = text[at + 1] ?? "";
    const rest = text.slice(at);
    switch (sign) {
      case "\u00A0": return "&nbsp;";
      case "\\": return /[\\`*_{}[\]()>#+\-.!~=|]/.test(right) || !right ? "\\\\" : sign;
      case "`": return "\\`";
      case "*": return /\s|^$/.test(left) && /\s|^$/.test(right) && left !== "" && right !== "" ? sign : "\\*";
      case "_": return WORD.test(left) && WORD.test(right) && left !== "_" && right !== "_" ? sign : "\\_";
      case "[": return /^\[(\^|[^\]]*\](\s?\[|\(|:))/.test(rest) ? "\\[" : sign;
      case "{": return /^\{[ ]*[:#.]/.test(rest) ? "\\{" : sign;
      case "<": return /^<[a-z!/?]/i.test(rest) ? "&lt;" : sign;
      case "&": return /^&[#a-z0-9]+;/i.test(rest) ? "&amp;" : sign;
      case "|": return cell ? "\\|" : sign;
      default: return left === sign || right === sign ? `\\${sign}` : sign;
    }
  });
  return before === "!" && escaped.startsWith("[") ? `\\${escaped}` : escaped;
};

/** Keep the beginning of a line from being read as a heading, list or quotation. */
export const guardLines = (text) => text.split("\n").map((line) => line
  .replace(/^( {0,3})(#|>|:{3}|[-+](?= |$)|[-=]+ *$)/, (_, space, sign) => `${space}${sign.startsWith(":") ? "&#58;" : `\\${sign[0]}`}${sign.slice(1)}`)
  .replace(/^( {0,3}\d{1,9})([.)])(?= |$)/, "$1\\$2")
  .replace(/^( {0,3}):(?=[ \t])/, "$1&#58;")
  .replace(/^( {0,3})!!!(?= )/, "$1\\!!!")
  .replace(/^( {0,3})\?\?\?(?=[ +])/, "$1&#63;??")
  .replace(/^( {0,3})~~~/, "$1\\~~~")).join("\n");

const target = ({ href, title }) => {
  const plain = /[\s()<>]/.test(href) ? `<${href.replace(/[<>]/g, encodeURIComponent)}>` : href;
  return title ? `${plain} ${quoted(title)}` : plain;
};

const quoted = (title) => {
  const line = title.replace(/\s*\n\s*/g, " ");
  if (!line.includes('"')) return `"${line}"`;
  return line.includes("'") ? `"${line.replaceAll('"', "&quot;")}"` : `'${line}'`;
};

/** Write a picture as Markdown has it. */
export const picture = ({ src, alt, title }) => {
  const words = alt.replace(/\s*\n\s*/g, " ").replace(/[\\[\]]/g, "\\$&");
  return `![${words}](${target({ href: src, title })})`;
};
