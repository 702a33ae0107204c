"use strict";
// Ticking a category moves it among the chosen ones; arrows put those in order.
for (const tree of document.querySelectorAll("[data-desk-tree]")) {
  const chosen = tree.querySelector(".desk-tree-chosen");
  const filter = tree.querySelector(".desk-tree-filter");

  const button = (sign, move) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.addEventListener("click", () => {
      move();
      made.focus();
      tree.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return made;
  };
  const equip = (item) => {
    const name = item.textContent.trim();
    const up = button("↑", () => item.previousElementSibling?.before(item));
    const down = button("↓", () => item.nextElementSibling?.after(item));
    up.setAttribute("aria-label", `↑ ${name}`);
    down.setAttribute("aria-label", `↓ ${name}`);
    item.append(up, down);
  };
  for (const item of chosen.children) equip(item);

  tree.addEventListener("change", (event) => {
    const item = event.target.closest("li[data-trail]");
    if (!item || !event.target.checked) return;
    const copy = document.createElement("li");
    copy.append(item.querySelector("label").cloneNode(true));
    copy.querySelector("span").textContent = item.dataset.trail;
    copy.querySelector("input").checked = true;
    chosen.append(copy);
    equip(copy);
    item.remove();
    copy.querySelector("input").focus();
  });
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const item of tree.querySelectorAll("li[data-trail]")) {
      item.hidden = !item.dataset.trail.toLowerCase().includes(wanted);
    }
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
