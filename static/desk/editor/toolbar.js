// The buttons above the text: one stop for the tabulator key, arrows between them.

export class Toolbar {
  constructor(box, desk) {
    this.bar = box.querySelector("[role=toolbar]");
    this.table = box.querySelector("[data-table]");
    this.modes = [...box.querySelectorAll("[data-mode]")].filter((one) => one !== box);
    this.buttons = [...box.querySelectorAll("[data-do]")];
    for (const button of this.buttons) {
      // The text keeps its selection.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => desk.run(button.dataset.do));
    }
    for (const button of this.modes) {
      button.addEventListener("click", () => desk.choose(button.value));
    }
    this.bar.addEventListener("keydown", (event) => this.step(event));
    this.stops().forEach((one, at) => { one.tabIndex = at ? -1 : 0; });
  }

  stops() {
    return [...this.bar.querySelectorAll("button")].filter((one) => one.offsetParent !== null || !this.ready);
  }

  step(event) {
    const ways = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in ways)) return;
    event.preventDefault();
    this.ready = true;
    const all = this.stops(), here = all.indexOf(document.activeElement);
    const next = all[Math.min(all.length - 1, Math.max(0, here + ways[event.key]))];
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  }

  show(mode, format) {
    for (const button of this.modes) button.setAttribute("aria-pressed", String(button.value === mode));
    for (const button of this.buttons) if (button.dataset.only) button.hidden = !button.dataset.only.split(" ").includes(format);
    for (const button of this.buttons) if (button.hasAttribute("aria-pressed") && button.dataset.do !== "full" && button.dataset.do !== "preview") button.setAttribute("aria-pressed", "false");
  }

  press(state) {
    for (const button of this.buttons) {
      const { do: name } = button.dataset;
      if (name in state && button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(state[name]));
    }
    if (this.table) this.table.hidden = !state.table;
  }

  pressed(name, on) {
    this.buttons.find((one) => one.dataset.do === name)?.setAttribute("aria-pressed", String(on));
  }
}
