// A text and its blocks: read once, written after each change, in either format.
import { Html } from "./html.js";
import { Markdown } from "./markdown.js";
import { Records } from "./records.js";
import { schema } from "./schema.js";

export class Manuscript {
  constructor(format) {
    this.format = format;
    this.records = new Records(format === "html" ? "\n" : "\n\n");
    this.writer = format === "html" ? new Html(this.records) : new Markdown(this.records);
  }

  /** Give the document that a text is. */
  read(source) {
    const { pieces, tail } = this.writer.read(source);
    this.pieces = pieces;
    this.lead = pieces[0]?.before ?? "";
    this.tail = pieces.length ? tail : "";
    this.blank = pieces.length ? "" : source;
    this.records.keep(pieces);
    return schema.node("doc", null, pieces.length ? pieces.map((piece) => piece.node) : [schema.node("paragraph")]);
  }

  /** Give the text of a document: what was not touched, to the byte as it was read. */
  write(doc) {
    // An empty line to write in is no part of the text yet.
    const isText = (node) => node.type.name !== "paragraph" || node.childCount || this.records.known.has(node);
    const children = doc.children.filter(isText);
    if (!children.length) return this.pieces.length ? this.lead + this.tail : this.blank;
    const write = (node) => this.writer.write(node);
    return this.records.join(children, write, { lead: this.lead, original: this.pieces }) + this.tail;
  }

  /** Write a few nodes on their own. */
  snippet(nodes) {
    return this.writer.snippet(nodes);
  }
}
