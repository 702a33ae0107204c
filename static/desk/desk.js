"use strict";
// The shell: the menu on small screens, keys, filters that apply as they are chosen.
{
  const toggle = document.querySelector(".rail-toggle");
  toggle?.addEventListener("click", () => {
    const open = document.getElementById("rail").classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
  });

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.getElementById("searchbar");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "n") {
      document.querySelector(".rail-new")?.click();
    } else if (event.key === "p") {
      document.querySelector("[data-desk-preview]")?.click();
    }
  });

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
