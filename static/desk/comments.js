"use strict";
// Keys of the queue: a letter decides about the chosen rows, else about the row in focus.
{
  const ACTIONS = { a: "show", r: "reject", s: "spam", l: "spam_alike" };
  const form = document.getElementById("changelist-form");
  const select = form?.querySelector("select[name=action]");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (!select || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.key in ACTIONS) || document.querySelector("dialog[open]")) return;
    const chosen = form.querySelector(".action-select:checked");
    const here = document.activeElement.closest("tr")?.querySelector(".action-select");
    if (!chosen && !here) return;
    event.preventDefault();
    if (!chosen) here.checked = true;
    select.value = ACTIONS[event.key];
    form.querySelector("button[name=index]").click();
  });
}
