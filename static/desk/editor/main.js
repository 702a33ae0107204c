// The writing surface: two ways to see one text. The form's own textarea holds the text
// throughout, so that saving, keeping and merging know nothing of it.
import { tally, textOf } from "./counts.js";
import { Dialogs } from "./dialogs.js";
import { Uploads } from "./pictures.js";
import { Preview } from "./preview.js";
import { schema } from "./schema.js";
import { Source } from "./source.js";
import { Toolbar } from "./toolbar.js";
import { Visual } from "./visual.js";

const KEPT_MODE = "desk-writing-mode", LONGEST = 400_000, COUNT_PAUSE = 300;
const ALONE = { gallery: ["figure", "gallery"], pullquote: ["aside", "pullquote"] };

class Writing {
  constructor(box, area) {
    Object.assign(this, { box, area, form: area.form, mode: "", rendered: new Map(), asked: null });
    this.data = box.dataset;
    this.words = JSON.parse(document.getElementById("writing-words").textContent);
    this.shownAt = this.data.shownAt;
    const token = () => this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    this.token = token;
    this.uploads = new Uploads(box, this.words, { address: this.data.upload, token });
    this.dialogs = new Dialogs({ ...this.data, words: this.words }, this.uploads);
    this.preview = new Preview(document.querySelector("[data-writing-preview]"), this.form, this.data.preview);
    this.toolbar = new Toolbar(box, this);
    this.formatField = this.form.elements.body_format;
    this.begin();
  }

  get format() { return this.formatField?.value ?? this.data.format; }

  begin() {
    this.area.tabIndex = -1;
    this.area.setAttribute("aria-hidden", "true");
    this.area.closest(".manuscript-body").classList.add("is-surfaced");
    this.box.hidden = false;
    this.show(localStorage.getItem(KEPT_MODE) === "source" ? "source" : "visual");
    this.area.labels[0]?.addEventListener("click", (event) => { event.preventDefault(); this.surface.focus(); });
    // Somebody else may write into the form: a merge, an extension, another script.
    this.area.addEventListener("input", () => { if (!this.telling) this.outside(); });
    this.formatField?.addEventListener("change", () => { this.rendered.clear(); this.show(this.mode); });
    this.form.elements.language?.addEventListener("change", () => this.show(this.mode));
    this.form.addEventListener("input", () => this.preview.later());
    this.form.addEventListener("change", () => this.preview.later());
    document.addEventListener("keydown", (event) => this.key(event));
    this.count();
  }

  /** Show the text one way or the other; the text itself stays as it is. */
  show(mode) {
    const place = this.box.querySelector("[data-surface]"), had = this.surface?.contains(document.activeElement);
    const options = { place, format: this.format, text: this.area.value.replace(/\r\n?/g, "\n"), desk: this, label: this.area.labels[0]?.textContent ?? "", lang: this.form.elements.language?.value || "zh-Hans" };
    this.surface?.destroy();
    place.replaceChildren();
    this.mode = mode;
    this.note("");
    if (mode === "visual") {
      try {
        if (options.text.length > LONGEST) throw new RangeError("too long");
        this.surface = new Visual(options);
      } catch (error) {
        // Nothing may be lost by looking: such a text is shown as it is typed.
        console.warn(error); // eslint-disable-line no-console
        place.replaceChildren();
        this.mode = "source";
        this.note(this.words.onlySource);
      }
    }
    if (this.mode === "source") this.surface = new Source(options);
    this.box.dataset.mode = this.mode;
    this.toolbar.show(this.mode, this.format);
    this.moved();
    if (had) this.surface.focus();
  }

  choose(mode) {
    if (this.surface.composing || mode === this.mode) return;
    localStorage.setItem(KEPT_MODE, mode);
    this.show(mode);
    this.surface.focus();
  }

  note(text) {
    this.box.querySelector("[data-note]").textContent = text;
  }

  outside() {
    this.surface.setText(this.area.value.replace(/\r\n?/g, "\n"));
    this.count();
  }

  changed(text) {
    this.telling = true;
    this.area.value = text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.telling = false;
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.count(), COUNT_PAUSE);
  }

  count() {
    const told = tally(textOf(this.surface.doc));
    const line = this.box.querySelector("[data-counts]");
    line.textContent = this.words.counts.replace(/\{(\w+)\}/g, (_, name) => told[name].toLocaleString());
    Object.assign(line.dataset, told);
  }

  moved() {
    if (this.surface) this.toolbar.press(this.surface.state());
  }

  /** Give a piece as the renderer makes it; what is asked together is sent together. */
  render(text) {
    if (!this.rendered.has(text)) {
      this.asked ??= setTimeout(() => this.ask(), 30);
      let settle;
      const answer = new Promise((resolve) => { settle = resolve; });
      this.rendered.set(text, answer);
      (this.waiting ??= []).push([text, settle]);
    }
    return this.rendered.get(text);
  }

  async ask() {
    const waiting = this.waiting.splice(0);
    this.asked = null;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", this.token());
    data.set("format", this.format);
    for (const [text] of waiting) data.append("text", text);
    let pieces = [];
    try {
      const answer = await fetch(this.data.render, { method: "POST", body: data });
      if (answer.ok) ({ pieces } = await answer.json());
    } catch { /* shown as it is typed */ }
    waiting.forEach(([, settle], at) => settle(pieces[at] ?? null));
  }

  /** Bring pictures to the library; each comes in where it was dropped. */
  async pictures(files, place) {
    const pins = files.map(() => this.surface.pin(place)), { surface } = this;
    for (const [at, file] of files.entries()) {
      const told = await this.uploads.bring(file);
      if (!told) continue;
      const picture = schema.node("picture", { src: told.address, alt: told.alt, caption: "", credit: "" });
      if (surface === this.surface) surface.fill(pins[at], [picture]);
      else this.surface.insert([picture]);
    }
  }

  async run(name) {
    const open = { link: "link", picture: "picture", gallery: "gallery", embed: "embed", footnote: "footnote" }[name];
    if (open) await this[`run_${name}`]();
    else if (name === "preview") this.preview.toggle();
    else if (name === "full") this.full();
    else if (name === "mode") this.choose(this.mode === "visual" ? "source" : "visual");
    else if (name === "table") this.surface.insert([table()]);
    else if (name === "pullquote") this.surface.insert([this.block("pullquote", [schema.node("paragraph")])]);
    else if (name === "rule") this.surface.insert([schema.node("rule")]);
    else if (name === "find") { this.choose("source"); this.surface.run("find"); }
    else this.surface.run(name);
    this.moved();
  }

  block(kind, content) {
    const [tag, name] = ALONE[kind];
    const html = this.format === "html";
    const around = html ? { open: `<${tag} class="${name}">`, close: `</${tag}>`, lead: "\n", tail: "\n" } : { open: `::: ${kind}`, close: ":::", lead: "\n", tail: "\n" };
    return schema.node("container", around, content);
  }

  async run_link() {
    const told = await this.dialogs.link(this.surface.link());
    if (told) this.surface.setLink(told);
    else this.surface.focus();
  }

  async run_picture() {
    const told = await this.dialogs.picture();
    if (told) this.surface.insert([schema.node("picture", told)]);
    else this.surface.focus();
  }

  async run_gallery() {
    const chosen = await this.dialogs.picture(null, { several: true });
    if (chosen?.length) this.surface.insert([this.block("gallery", chosen.map((one) => schema.node("picture", one)))]);
    else this.surface.focus();
  }

  async run_embed() {
    const address = await this.dialogs.line("embed");
    if (!address) return;
    const marks = this.format === "html" ? [schema.mark("link", { href: address })] : [];
    this.surface.insert([schema.node("paragraph", null, schema.text(address, marks))]);
  }

  async run_footnote() {
    const said = await this.dialogs.line("footnote");
    if (!said) return;
    const used = [...this.area.value.matchAll(/\[\^(\d+)\]/g)].map(([, number]) => Number(number));
    const label = String(Math.max(0, ...used) + 1);
    this.surface.insertText([schema.node("raw", { source: `[^${label}]` })]);
    this.surface.append(schema.node("footnote", { label }, schema.text(said)));
    this.surface.focus();
  }

  full() {
    const on = document.body.classList.toggle("is-writing");
    this.toolbar.pressed("full", on);
    this.surface.focus();
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
    if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const name = { KeyP: "preview", KeyM: "mode", KeyZ: "full" }[event.code];
      if (!name) return;
      event.preventDefault();
      this.run(name);
    } else if (event.key === "Escape" && document.body.classList.contains("is-writing") && !event.defaultPrevented) {
      this.full();
    }
  }
}

const table = () => {
  const row = (type) => schema.node("table_row", null, [0, 1, 2].map(() => schema.node(type, null, schema.node("paragraph"))));
  return schema.node("table", null, [row("table_header"), row("table_cell"), row("table_cell")]);
};

const box = document.querySelector("[data-writing]");
const area = document.getElementById("id_body");
if (box && area) {
  const writing = new Writing(box, area);
  // Notes are written on what is chosen here.
  window.deskWriting = {
    selected: () => writing.surface.selected(),
    find: (passage) => writing.surface.find(passage),
    contains: (node) => writing.surface.contains(node),
  };
  box.dispatchEvent(new CustomEvent("writing", { bubbles: true }));
}
