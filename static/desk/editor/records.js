// What each block looked like in its source. Blocks are immutable: one that is still the
// same object was not touched, and is written as it was, with the space before it.

export class Records {
  /** @param {string} gap what parts two blocks that nobody has written yet */
  constructor(gap) {
    this.gap = gap;
    this.known = new WeakMap();
    this.written = new WeakMap();
  }

  /** Remember siblings: `pieces` are `{ node, source, before }`, in order. */
  keep(pieces) {
    pieces.forEach((piece, index) => this.known.set(piece.node, { ...piece, index, siblings: pieces }));
  }

  /** Write siblings: untouched ones as they stood, the others by `write`. */
  join(children, write, { gap = this.gap, lead = "", original = null } = {}) {
    const found = this.match(children, original);
    let text = "";
    children.forEach((node, at) => {
      const record = found[at];
      const source = record?.same ? record.source : this.fresh(node, write);
      let before = record?.before ?? gap;
      if (at === 0) before = lead;
      else if (record?.index === 0) before = gap;
      else if (!/\n\s*\n/.test(before) && !this.follows(found, children, at)) before = gap.length > before.length ? gap : before;
      text += before + source;
    });
    return text;
  }

  /** Say whether a block comes after what it came after, both of the kind they were. */
  follows(found, children, at) {
    const [last, here] = [found[at - 1], found[at]];
    const kept = (record, node) => record && record.node.type === node.type;
    return kept(here, children[at]) && kept(last, children[at - 1]) && last.siblings === here.siblings && last.index === here.index - 1;
  }

  fresh(node, write) {
    let text = this.written.get(node);
    if (text === undefined) this.written.set(node, text = write(node));
    return text;
  }

  /** Pair children with what stood in their places, so that the space around stays. */
  match(children, original) {
    const records = children.map((node) => {
      const record = this.known.get(node);
      return record && { ...record, same: true };
    });
    children.forEach((node, at) => {
      if (records[at]) return;
      const [place, siblings] = this.place(records, at, original);
      const record = siblings?.[place];
      if (!record || this.taken(records, siblings, place)) return;
      records[at] = { ...record, index: place, siblings, same: record.node.eq(node) };
    });
    return records;
  }

  place(records, at, original) {
    const before = records.slice(0, at).findLast(Boolean);
    if (before) return [before.index + at - records.slice(0, at).lastIndexOf(before), before.siblings];
    const next = records.findIndex((one, index) => index > at && one);
    if (next >= 0) return [records[next].index - (next - at), records[next].siblings];
    return [at, original];
  }

  taken(records, siblings, place) {
    return records.some((one) => one && one.siblings === siblings && one.index === place);
  }
}
