"use strict";
// Order by dragging and by buttons without a trip to the server; the form is what counts.
{
  const form = document.querySelector("[data-front]");
  const said = form.querySelector("[data-said]");
  const lists = [...form.querySelectorAll("[data-place]")];
  let dirty = "dirty" in form.dataset;

  const field = (slot, name) => slot.querySelector(`[name$="-${name}"]`);
  const change = () => {
    dirty = true;
    form.querySelector("[data-unsaved]").hidden = false;
  };
  const settle = (slot) => {
    let position = 0;
    for (const list of lists) {
      for (const one of list.children) {
        field(one, "position").value = position++;
        field(one, "place").value = list.dataset.place;
      }
    }
    const list = slot.parentElement;
    const number = [...list.children].indexOf(slot) + 1;
    said.textContent = said.dataset.words
      .replace("[title]", slot.querySelector("[data-title]").textContent)
      .replace("[number]", number);
    change();
  };

  const step = (slot, way) => {
    const list = slot.parentElement;
    const other = lists[lists.indexOf(list) + (way === "up" ? -1 : 1)];
    if (way === "up" && slot.previousElementSibling) slot.previousElementSibling.before(slot);
    else if (way === "down" && slot.nextElementSibling) slot.nextElementSibling.after(slot);
    else if (way === "up") other?.append(slot);
    else other?.prepend(slot);
    settle(slot);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-way]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-slot]"), button.dataset.way);
    button.focus();
  });
  form.addEventListener("change", (event) => {
    const slot = event.target.closest("[data-slot]");
    if (!slot) return;
    if (event.target.name.endsWith("-place")) {
      lists.find((list) => list.dataset.place === event.target.value)?.append(slot);
      settle(slot);
      event.target.focus();
    }
    if (event.target.name.endsWith("-remove")) {
      slot.classList.toggle("is-off", event.target.checked);
    }
    change();
  });
  for (const box of form.querySelectorAll("[name$='-remove']:checked")) {
    box.closest("[data-slot]").classList.add("is-off");
  }

  let carried = null;
  form.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest("[data-grip]")?.closest("[data-slot]");
    if (slot) slot.draggable = true;
  });
  form.addEventListener("dragstart", (event) => {
    carried = event.target.closest?.("[data-slot]");
    if (!carried) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    carried.classList.add("is-carried");
  });
  form.addEventListener("dragover", (event) => {
    const list = event.target.closest("[data-place]")
      || event.target.closest(".front-place")?.querySelector("[data-place]");
    if (!carried || !list) return;
    event.preventDefault();
    const below = [...list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== carried && event.clientY < box.top + box.height / 2;
    });
    if (below) below.before(carried);
    else list.append(carried);
  });
  form.addEventListener("drop", (event) => { if (carried) event.preventDefault(); });
  form.addEventListener("dragend", () => {
    if (!carried) return;
    carried.classList.remove("is-carried");
    carried.draggable = false;
    settle(carried);
    carried = null;
  });

  // What is sent is not lost; leaving otherwise is asked about.
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}
