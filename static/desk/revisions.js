/* Steps from change to change, by buttons and by j and k; without it one scrolls. */
"use strict";

(() => {
  const tools = document.querySelector("[data-desk-steps]");
  const stops = () =>
    [...document.querySelectorAll(".touched, .difference:not(.shape-text)")].filter(
      (one) => !one.parentElement.closest(".difference:not(.shape-text)"),
    );
  let at = -1;

  const go = (step) => {
    const all = stops();
    if (!all.length) return;
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    const there = all[at];
    there.tabIndex = -1;
    there.focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    there.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  };

  tools?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (button) go(Number(button.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
  });
})();
