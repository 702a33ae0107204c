// How pictures, and blocks that stay as they are typed, look and are changed.
import { TextSelection } from "../vendor/editor/libraries.js";

const make = (tag, attrs = {}, ...children) => {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) one.setAttribute(name, value === true ? "" : value);
  }
  one.append(...children);
  return one;
};

/** Say where the desk shows a picture that a text names. */
const shownAt = (src, desk) => {
  const own = /^image:([0-9a-f-]{36})$/i.exec(src);
  return own ? desk.shownAt.replace("00000000-0000-0000-0000-000000000000", own[1].toLowerCase()) : null;
};

const shown = (src, alt, desk) => {
  const address = shownAt(src, desk);
  if (address) return make("img", { src: address, alt, loading: "lazy", draggable: "false" });
  return make("span", { class: "picture-elsewhere" }, alt || src);
};

class PictureView {
  constructor(node, view, getPos, desk) {
    Object.assign(this, { node, view, getPos, desk });
    this.dom = make("figure", { class: "picture" });
    this.draw();
  }

  draw() {
    const { src, alt, caption, credit } = this.node.attrs;
    const edit = make("button", { type: "button", class: "piece-edit", onclick: () => this.edit() }, this.desk.words.editPicture);
    const said = make("figcaption", {}, caption || (credit ? "" : this.desk.words.noCaption), credit ? make("span", { class: "credit" }, credit) : "");
    if (!caption && !credit) said.classList.add("is-missing");
    this.dom.replaceChildren(shown(src, alt, this.desk), said, edit);
  }

  async edit() {
    const told = await this.desk.dialogs.picture(this.node.attrs);
    const pos = this.getPos();
    if (told && pos !== undefined) this.view.dispatch(this.view.state.tr.setNodeMarkup(pos, null, { ...this.node.attrs, ...told }));
    this.view.focus();
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.draw();
    return true;
  }

  stopEvent(event) {
    return event.target.closest?.("button") !== null;
  }

  ignoreMutation() {
    return true;
  }
}

class SourceView {
  constructor(node, view, getPos, desk) {
    Object.assign(this, { node, view, getPos, desk });
    this.shown = make("div", { class: "source-shown" });
    this.area = make("textarea", {
      class: "source-area", hidden: true, spellcheck: "false", "aria-label": desk.words.sourceOf,
      oninput: () => this.changed(), onblur: () => this.leave(),
      onkeydown: (event) => { if (event.key === "Escape" && !event.isComposing) { event.preventDefault(); this.leave(); this.after(); } },
    });
    const edit = make("button", { type: "button", class: "piece-edit", onclick: () => this.edit() }, desk.words.editSource);
    this.dom = make("div", { class: "source-block" }, this.shown, this.area, edit);
    this.draw();
  }

  /** Show the piece as the paper's renderer makes it; until then, as it is typed. */
  async draw() {
    const { source } = this.node.attrs;
    this.shown.textContent = source;
    const answer = await this.desk.render(source);
    if (source !== this.node.attrs.source || !answer?.html?.trim()) return;
    // Only what rendering vouched for comes from this address.
    const page = new DOMParser().parseFromString(answer.html, "text/html");
    for (const one of page.querySelectorAll(".footnote-backref")) one.remove();
    for (const one of page.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of page.querySelectorAll("a, summary, video, audio")) one.setAttribute("tabindex", "-1");
    this.shown.replaceChildren(...page.body.childNodes);
  }

  edit() {
    this.area.value = this.node.attrs.source;
    this.area.hidden = false;
    this.dom.classList.add("is-open");
    this.area.focus();
  }

  changed() {
    // Between two browsers' worth of keys the piece is the text already.
    this.put(this.area.value);
  }

  put(source) {
    const pos = this.getPos();
    if (pos === undefined || source === this.node.attrs.source) return;
    this.view.dispatch(this.view.state.tr.setNodeMarkup(pos, null, { source }));
  }

  leave() {
    if (this.area.hidden) return;
    this.area.hidden = true;
    this.dom.classList.remove("is-open");
    const pos = this.getPos();
    if (pos === undefined) return;
    if (!this.node.attrs.source.trim()) this.view.dispatch(this.view.state.tr.delete(pos, pos + 1));
    else this.draw();
  }

  after() {
    const { state } = this.view, pos = this.getPos() + 1;
    this.view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(Math.min(pos, state.doc.content.size)), 1)));
    this.view.focus();
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    const was = this.node;
    this.node = node;
    if (was.attrs.source !== node.attrs.source && this.area.hidden) this.draw();
    return true;
  }

  stopEvent(event) {
    return event.target === this.area || event.target.closest?.("button") !== null;
  }

  ignoreMutation() {
    return true;
  }
}

/** Give the views of the nodes that are more than their tags. */
export const nodeViews = (desk) => ({
  picture: (node, view, getPos) => new PictureView(node, view, getPos, desk),
  source_block: (node, view, getPos) => new SourceView(node, view, getPos, desk),
  image: (node) => ({ dom: make("span", { class: "inline-picture" }, shown(node.attrs.src, node.attrs.alt, desk)) }),
  container: (node) => {
    const label = desk.words.kinds[/(pullquote|aside|gallery|figure|note|tip|info|warning|caution|danger|important)/.exec(node.attrs.open ?? "")?.[1]] ?? "";
    const inside = make("div", { class: "container-inside" });
    const words = /^:{3,} *\w+[ \t]+(\S.*?)\s*$/.exec(node.attrs.open ?? "")?.[1] ?? "";
    const kind = /(pullquote|aside|gallery|figure|note|tip|info|warning|caution|danger|important)/.exec(node.attrs.open ?? "")?.[1] ?? "";
    const dom = make("div", { class: `container ${kind}` }, inside);
    if (label) dom.prepend(make("div", { class: "container-label", contenteditable: "false" }, words ? `${label} · ${words}` : label));
    return { dom, contentDOM: inside };
  },
});
