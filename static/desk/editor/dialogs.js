// The small windows that ask for what a button needs: a link, a picture, an address.

/** Open a dialog and wait; gives the button and the form's values, null where it was closed. */
const ask = (dialog) => new Promise((resolve) => {
  const form = dialog.querySelector("form");
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    const way = dialog.returnValue;
    resolve(way && way !== "cancel" ? { way, fields: Object.fromEntries(new FormData(form)) } : null);
  }, { once: true });
  dialog.showModal();
});

const listen = (input, look) => {
  let waiting = 0;
  input.oninput = (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(look, 250);
  };
  input.oncompositionend = () => look();
};

const json = async (address, q) => {
  const answer = await fetch(`${address}?${new URLSearchParams({ q })}`, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : {};
};

export class Dialogs {
  constructor(data, uploads) {
    Object.assign(this, { data, uploads });
    for (const button of document.querySelectorAll(".writing-dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog").close("cancel"));
    }
  }

  named(name) {
    return document.getElementById(`writing-${name}`);
  }

  /** Ask where a link leads: an address, or one of our articles by its title. */
  async link({ href, words }) {
    const dialog = this.named("link"), form = dialog.querySelector("form");
    const list = dialog.querySelector("[data-found]"), address = form.elements.href, search = form.elements.q;
    address.value = href;
    search.value = "";
    form.elements.words.value = words;
    dialog.querySelector("[data-words]").hidden = Boolean(words);
    dialog.querySelector("[value=off]").hidden = !href;
    list.replaceChildren();
    const look = async () => {
      const { articles = [] } = await json(this.data.offerArticles, search.value);
      list.replaceChildren(...articles.map((one) => this.choice(one, () => {
        address.value = one.address;
        if (!form.elements.words.value) form.elements.words.value = one.title;
        dialog.close("take");
      })));
    };
    listen(search, look);
    const told = ask(dialog);
    look();
    (href ? address : search).focus();
    const answer = await told;
    if (!answer) return null;
    return { href: answer.way === "off" ? "" : reach(answer.fields.href), words: answer.fields.words };
  }

  choice(one, take) {
    const item = document.createElement("li"), button = document.createElement("button");
    const title = document.createElement("b"), said = document.createElement("span");
    button.type = "button";
    title.textContent = one.title;
    said.textContent = one.said;
    button.append(title, said);
    button.addEventListener("click", take);
    item.append(button);
    return item;
  }

  /** Ask for a picture, or what is said of one; `several` for a gallery. */
  async picture(given = null, { several = false } = {}) {
    const dialog = this.named("picture"), form = dialog.querySelector("form");
    const grid = dialog.querySelector("[data-found]"), file = form.elements.file, search = form.elements.q;
    const chosen = new Map();
    let src = given?.src ?? "";
    for (const name of ["alt", "caption", "credit"]) form.elements[name].value = given?.[name] ?? "";
    search.value = "";
    file.value = "";
    file.multiple = several;
    dialog.querySelector("[data-choose]").hidden = Boolean(given);
    dialog.querySelector("[data-describe]").hidden = several;
    const choose = (told) => {
      src = told.address;
      if (several && chosen.has(src)) chosen.delete(src);
      else chosen.set(src, told);
      if (!several) {
        for (const name of ["alt", "caption", "credit"]) if (!form.elements[name].value) form.elements[name].value = told[name];
      }
      mark();
    };
    const mark = () => {
      for (const button of grid.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(several ? chosen.has(button.value) : button.value === src));
      }
    };
    const tile = (one) => {
      const item = document.createElement("li"), button = document.createElement("button"), image = new Image(160, 120);
      image.src = `${one.shown_at}?size=small`;
      image.alt = one.alt || one.caption || this.data.words.picture;
      Object.assign(button, { type: "button", value: one.address });
      button.append(image);
      button.addEventListener("click", () => choose(one));
      item.append(button);
      return item;
    };
    const look = async () => {
      const { pictures = [] } = await json(this.data.offerPictures, search.value);
      grid.replaceChildren(...pictures.map(tile));
      mark();
    };
    file.onchange = async () => {
      for (const one of file.files) {
        const told = await this.uploads.bring(one);
        if (!told) continue;
        grid.prepend(tile(told));
        choose(told);
      }
    };
    listen(search, look);
    const told = ask(dialog);
    if (!given) look();
    (given ? form.elements.caption : file).focus();
    const answer = await told;
    if (!answer || (!src && !given)) return null;
    if (several) return [...chosen.values()].map(({ address, alt, caption, credit }) => ({ src: address, alt, caption, credit }));
    const { alt, caption, credit } = answer.fields;
    return { src, alt, caption, credit };
  }

  /** Ask for one line of text: an address to embed, a footnote. */
  async line(name) {
    const dialog = this.named(name), form = dialog.querySelector("form");
    form.reset();
    const told = ask(dialog);
    form.elements[0].focus();
    const answer = await told;
    return answer && Object.values(answer.fields)[0].trim();
  }
}

/** Read an address as people type it. */
const reach = (typed) => {
  const href = typed.trim();
  if (!href || /^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(href)) return href;
  return href.includes("@") && !href.includes("/") ? `mailto:${href}` : `https://${href}`;
};
