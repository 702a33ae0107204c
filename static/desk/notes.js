"use strict";
// Notes: sent without leaving the form, on a passage chosen in the text, with names
// completed. Without this script every form posts by itself.
{
  const body = document.getElementById("id_body");

  // Sending: the panel is put in place anew, what is being written elsewhere stays.
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-note-form]");
    const panel = form?.closest("[data-notes]");
    if (!panel) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    event.submitter?.setAttribute("disabled", "");
    const say = (text) => {
      const line = form.querySelector(".note-error") || panel.querySelector(".note-error");
      line.textContent = text;
      line.hidden = false;
    };
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: data, headers: { "X-Requested-With": "fetch" },
      });
      const kind = answer.headers.get("Content-Type") || "";
      if (answer.ok && !answer.redirected && kind.startsWith("text/html")) {
        replace(panel, await answer.text(), form);
      } else if (kind.startsWith("application/json")) {
        say((await answer.json()).why_not);
      } else {
        say(panel.dataset.failed);
      }
    } catch {
      say(panel.dataset.failed);
    }
    event.submitter?.removeAttribute("disabled");
  });

  // What is half written in another of the panel's forms is carried over.
  const replace = (panel, html, sent) => {
    const kept = new Map();
    for (const area of panel.querySelectorAll("[data-note-text]")) {
      if (area.form !== sent && area.value) kept.set(area.id, area.value);
    }
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector("[data-notes]");
    panel.replaceWith(fresh);
    for (const [id, text] of kept) {
      const area = document.getElementById(id);
      if (!area) continue;
      area.value = text;
      area.closest("details")?.setAttribute("open", "");
    }
    ready(fresh);
    fresh.querySelector("#notes-heading").focus();
  };

  // From a note to its passage.
  const show = (passage) => {
    if (window.deskWriting?.find(passage)) return;
    const start = body.value.indexOf(passage);
    if (start < 0) return;
    // Browsers bring the caret into view when the field is entered.
    body.blur();
    body.setSelectionRange(start, start);
    body.focus();
    body.setSelectionRange(start, start + passage.length);
    const share = start / Math.max(body.value.length, 1);
    if (body.scrollHeight > body.clientHeight + 4) {
      body.scrollTop = share * body.scrollHeight - body.clientHeight / 3;
      body.scrollIntoView({ block: "nearest" });
    } else {
      const top = body.getBoundingClientRect().top + window.scrollY;
      window.scrollTo({ top: top + share * body.offsetHeight - window.innerHeight / 3 });
    }
  };

  const ready = (root) => {
    for (const button of root.querySelectorAll("[data-note-passage]")) {
      button.hidden = !body;
      button.addEventListener("click", () => show(button.dataset.notePassage));
    }
    root.querySelector("[data-note-drop]")?.addEventListener("click", () => choose(""));
  };

  // From a passage to a note.
  const writing = () => document.querySelector("[data-notes] > form[data-note-form]");
  const choose = (passage) => {
    const form = writing();
    form.elements.passage.value = passage;
    const quote = form.querySelector("[data-note-chosen]");
    quote.textContent = passage;
    quote.hidden = form.querySelector("[data-note-drop]").hidden = !passage;
    form.elements.text.focus();
    if (passage) form.scrollIntoView({ block: "nearest" });
  };

  if (body && writing()) {
    const offer = document.createElement("button");
    offer.type = "button";
    offer.className = "button note-offer";
    offer.textContent = document.querySelector("[data-notes]").dataset.offer;
    offer.title = "Ctrl+Alt+M";
    offer.hidden = true;
    body.parentElement.append(offer);
    const chosen = () => (window.deskWriting?.selected()
      ?? body.value.slice(body.selectionStart, body.selectionEnd)).trim();
    const isHere = (element) => element === body || window.deskWriting?.contains(element);
    const look = () => {
      // Below the writing surface, which comes after this script.
      const place = body.parentElement;
      if (place.lastElementChild !== offer) place.append(offer);
      offer.hidden = !(isHere(document.activeElement) && chosen())
        && document.activeElement !== offer;
    };
    document.addEventListener("selectionchange", look);
    for (const kind of ["select", "keyup", "mouseup", "focus"]) body.addEventListener(kind, look);
    body.addEventListener("blur", () => setTimeout(look, 200));
    offer.addEventListener("mousedown", (event) => event.preventDefault());
    offer.addEventListener("click", () => { choose(chosen()); offer.hidden = true; });
    document.addEventListener("keydown", (event) => {
      if (!isHere(event.target)) return;
      if (event.ctrlKey && event.altKey && event.key.toLowerCase() === "m" && chosen()) {
        event.preventDefault();
        choose(chosen());
      }
    });
  }

  // Names after “@”.
  const list = document.createElement("ul");
  list.id = "note-people";
  list.className = "note-people";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  document.body.append(list);
  let area = null;
  let from = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    area?.removeAttribute("aria-activedescendant");
    area?.setAttribute("aria-expanded", "false");
  };
  const mark = (index) => {
    const options = [...list.children];
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === index)));
    if (options[index]) area.setAttribute("aria-activedescendant", options[index].id);
  };
  const marked = () => [...list.children].findIndex((one) => one.ariaSelected === "true");
  const insert = (option) => {
    const end = area.selectionStart;
    area.setRangeText(`@${option.dataset.insert} `, from, end, "end");
    close();
    area.focus();
  };
  const place = () => {
    const box = area.getBoundingClientRect();
    list.style.setProperty("left", `${box.left + window.scrollX}px`);
    list.style.setProperty("top", `${box.bottom + window.scrollY}px`);
    list.style.setProperty("width", `${box.width}px`);
  };

  document.addEventListener("input", async (event) => {
    if (!event.target.matches?.("[data-note-text]") || event.isComposing) return;
    area = event.target;
    const before = area.value.slice(0, area.selectionStart);
    const found = /(?:^|[^A-Za-z0-9._%+-])[@＠]([^\s@＠，。；：！？、]{0,30})$/.exec(before);
    if (!found) { close(); return; }
    from = before.length - found[1].length - 1;
    const mine = ++asked;
    const url = new URL(area.form.dataset.people, location.href);
    url.searchParams.set("q", found[1]);
    let people;
    try {
      people = (await (await fetch(url)).json()).people;
    } catch {
      return;
    }
    if (mine !== asked) return;
    list.replaceChildren(...people.map((one, index) => {
      const option = document.createElement("li");
      option.id = `note-person-${index}`;
      option.setAttribute("role", "option");
      option.dataset.insert = one.insert;
      const name = document.createElement("b");
      name.textContent = one.name;
      option.append(name, one.username === one.name ? "" : ` ${one.username}`);
      option.addEventListener("mousedown", (press) => { press.preventDefault(); insert(option); });
      return option;
    }));
    if (!people.length) { close(); return; }
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id],
      ["aria-expanded", "true"],
    ]) area.setAttribute(name, value);
    list.setAttribute("aria-label", area.labels?.[0]?.textContent || "@");
    list.hidden = false;
    place();
    mark(0);
  });
  document.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== area || event.isComposing) return;
    const count = list.children.length;
    const now = marked();
    if (event.key === "ArrowDown") mark((now + 1) % count);
    else if (event.key === "ArrowUp") mark((now + count - 1) % count);
    else if (event.key === "Enter" || event.key === "Tab") insert(list.children[Math.max(now, 0)]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusout", (event) => { if (event.target === area) close(); });

  for (const panel of document.querySelectorAll("[data-notes]")) ready(panel);
  // Come from another page to a passage.
  const wanted = /^#passage-(\d+)$/.exec(location.hash);
  if (wanted && body) document.querySelector(`#note-${wanted[1]} [data-note-passage]`)?.click();
}
