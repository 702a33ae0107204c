"use strict";
// The shell: the menu on small screens, keys, filters that apply as they are chosen.
{
  const toggle = document.querySelector(".rail-toggle");
  toggle?.addEventListener("click", () => {
    const open = document.getElementById("rail").classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
  });

  // Lists: each cell knows its column's name, which it shows where rows are cards.
  const list = document.querySelector(
    "body:not(.model-article, .model-image) #result_list",
  );
  if (list) {
    const names = [...list.querySelectorAll("thead th")].map(
      (head) => head.querySelector(".text")?.textContent.trim() ?? "",
    );
    for (const row of list.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, number) => {
        if (names[number]) cell.dataset.name = names[number];
        cell.classList.toggle("is-nothing", ["-", "–", ""].includes(cell.textContent.trim())
          && !cell.querySelector("img, input"));
      });
    }
    list.classList.add("is-named");
  }

  // So do the rows of a form, and those that are added to it later.
  for (const rows of document.querySelectorAll(".inline-group .tabular table")) {
    const names = [...rows.querySelectorAll("thead th")].map(
      (head) => head.textContent.trim(),
    );
    for (const row of rows.querySelectorAll("tbody tr.form-row")) {
      [...row.cells].forEach((cell, number) => {
        if (names[number]) cell.dataset.name = names[number];
      });
    }
  }

  // Keys. The list of them is a dialog of the page, so that it can be read and translated.
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const help = document.getElementById("keys");
  const rows = () => [...document.querySelectorAll(
    "#result_list tbody th a, .board-link, .slots .slot-text a, .editions button",
  )];
  const step = (way) => {
    const all = rows();
    const here = all.findIndex((one) => one === document.activeElement
      || one.closest("tr, li")?.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, here + way))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const KEYS = {
    "/": () => {
      const bar = document.getElementById("searchbar");
      if (bar) {
        bar.focus();
        bar.select();
        return;
      }
      // Where nothing can be looked for, the list of articles can be.
      const list = help?.querySelector('[data-go="a"]');
      if (list) location.assign(`${list.href}#searchbar`);
    },
    n: () => document.querySelector(".rail-new")?.click(),
    p: () => document.querySelector("[data-desk-preview]")?.click(),
    j: () => step(1),
    k: () => step(-1),
    x: () => document.activeElement.closest("tr")?.querySelector(".action-select")?.click(),
    "?": () => help?.showModal(),
  };
  let going = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.defaultPrevented || (help?.open && event.key !== "?")) return;
    if (performance.now() - going < 1500) {
      going = -Infinity;
      const place = help?.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (place) {
        event.preventDefault();
        location.assign(place.href);
        return;
      }
    }
    if (event.key === "g") {
      going = performance.now();
    } else if (event.key in KEYS) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });
  document.querySelector("[data-keys]")?.addEventListener("click", () => help?.showModal());
  help?.addEventListener("click", (event) => {
    if (event.target === help) help.close();
  });

  // The day's plan begins with what is still to come.
  const next = document.querySelector(".day-strip .plan:not(.is-past)");
  if (next) next.parentElement.scrollLeft = next.offsetLeft - next.parentElement.offsetLeft - 24;

  const finder = document.querySelector("[data-desk-finder]");
  finder?.addEventListener("change", (event) => {
    if (event.target.matches("select")) finder.requestSubmit();
  });
  // An address without the filters that were left empty can be read and kept.
  finder?.addEventListener("submit", () => {
    for (const field of finder.querySelectorAll("[name]")) {
      if (!field.value) field.disabled = true;
    }
  });

  // select2 leaves its boxes without a name (WCAG 4.1.2): give them their label's.
  const nameBoxes = () => {
    for (const box of document.querySelectorAll(".select2-selection")) {
      const select = box.closest(".select2-container").previousElementSibling;
      const label = select?.getAttribute("aria-label")
        || select?.labels?.[0]?.textContent.trim() || select?.title;
      if (!label) continue;
      for (const part of [box, box.querySelector("[role=textbox]")]) {
        part?.removeAttribute("aria-labelledby");
        part?.setAttribute("aria-label", label.replace(/[:：]$/, ""));
      }
    }
    for (const icon of document.querySelectorAll(".search-label-icon[aria-label]")) {
      icon.setAttribute("role", "img");
    }
  };
  // They come when jQuery is ready, and again with each new row.
  if (document.querySelector(".admin-autocomplete, .desk-tags, .selectfilter")) {
    let waiting = 0;
    const later = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(nameBoxes);
    };
    new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
    later();
  }
}
