"use strict";
// Entries move by dragging, by the arrow keys and by the form; the server has the last
// word, and puts back what it refuses.
{
  const said = document.querySelector("[data-said]");
  const cells = [...document.querySelectorAll("[data-day]")];
  const mover = document.querySelector("[data-mover]");
  const inMonth = document.querySelector(".cal-month") !== null;
  const token = mover.content.querySelector("[name=csrfmiddlewaretoken]").value;
  const action = mover.content.querySelector("form").getAttribute("action");

  const tell = (text, refused = false) => {
    said.textContent = text;
    said.classList.toggle("is-refused", refused);
  };
  const cellOf = (day) => cells.find((cell) => cell.dataset.day === day);

  // Put an entry among the others of a day, by its time.
  const file = (plan, cell) => {
    const others = [...cell.querySelectorAll(".plan")].filter((one) => one !== plan);
    const later = others.find((one) => one.dataset.typed > plan.dataset.typed);
    if (later) later.before(plan);
    else cell.querySelector("ol").append(plan);
  };

  const send = async (plan, wish, back) => {
    const data = new FormData();
    const { kind, pk, was } = plan.dataset;
    for (const [name, value] of Object.entries({ kind, pk, was, ...wish })) {
      data.set(name, value);
    }
    plan.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(action, {
        method: "POST",
        body: data,
        headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
      const answer = await response.json();
      if (!response.ok) {
        back();
        tell(answer.why_not, true);
        return;
      }
      Object.assign(plan.dataset, {
        pk: answer.pk, was: answer.was, typed: answer.typed,
      });
      plan.id = `${kind}-${answer.pk}`;
      const time = plan.querySelector("time");
      time.textContent = answer.time;
      time.dateTime = answer.was;
      time.removeAttribute("title");
      const focused = plan.contains(document.activeElement);
      const cell = cellOf(answer.day);
      if (cell) file(plan, cell);
      else plan.remove();
      if (focused && cell) plan.querySelector(".plan-link").focus();
      tell(answer.said);
    } catch {
      back();
      tell(said.dataset.failed, true);
    } finally {
      plan.removeAttribute("aria-busy");
    }
  };

  // Where an entry stands, and the way back there.
  const place = (plan) => {
    const list = plan.parentElement, next = plan.nextElementSibling;
    return () => {
      if (next?.parentElement === list) next.before(plan);
      else list.append(plan);
    };
  };

  // By the mouse
  let carried = null;
  for (const plan of document.querySelectorAll("[data-movable]")) {
    plan.draggable = true;
    plan.querySelector(".plan-link").draggable = false;
  }
  document.addEventListener("dragstart", (event) => {
    carried = event.target.closest?.("[data-movable]") ?? null;
    if (!carried) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", carried.textContent.trim());
    carried.classList.add("is-carried");
  });
  document.addEventListener("dragover", (event) => {
    const cell = event.target.closest?.("[data-day]");
    for (const one of cells) one.classList.toggle("is-over", carried !== null && one === cell);
    if (carried && cell) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const cell = event.target.closest?.("[data-day]");
    if (!carried || !cell) return;
    event.preventDefault();
    if (carried.closest("[data-day]") === cell) return;
    const plan = carried, back = place(plan);
    file(plan, cell);
    send(plan, { day: cell.dataset.day }, back);
  });
  document.addEventListener("dragend", () => {
    carried?.classList.remove("is-carried");
    for (const one of cells) one.classList.remove("is-over");
    carried = null;
  });

  // By keys: arrows choose a day, Enter saves, Escape or leaving puts it back.
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: inMonth ? -7 : -1, ArrowDown: inMonth ? 7 : 1 };
  let held = null;
  const letGo = () => {
    held?.plan.classList.remove("is-carried");
    held = null;
  };
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.(".plan-link");
    const plan = link?.closest("[data-movable]");
    if (!plan || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) {
      event.preventDefault();
      const here = cells.indexOf(plan.closest("[data-day]"));
      const cell = cells[here + STEPS[event.key]];
      if (!cell) return;
      if (held?.plan !== plan) held = { plan, back: place(plan), from: cells[here] };
      held.moving = true;
      file(plan, cell);
      plan.classList.add("is-carried");
      link.focus();
      held.moving = false;
      tell(said.dataset.words.replace("[day]", cell.dataset.name));
    } else if (held?.plan === plan && event.key === "Enter") {
      event.preventDefault();
      const { back, from } = held;
      const cell = plan.closest("[data-day]");
      letGo();
      if (cell === from) back();
      else send(plan, { day: cell.dataset.day }, back);
    } else if (held?.plan === plan && event.key === "Escape") {
      const { back } = held;
      letGo();
      back();
      link.focus();
      tell("");
    }
  });
  document.addEventListener("focusout", (event) => {
    if (!held || held.moving || !held.plan.contains(event.target)) return;
    const { plan, back } = held;
    if (plan.contains(event.relatedTarget)) return;
    letGo();
    back();
    tell("");
  });

  // By the form, in place
  const close = () => document.querySelector(".plan-form")?.remove();
  document.addEventListener("click", (event) => {
    const edit = event.target.closest?.(".plan-edit");
    if (edit) {
      event.preventDefault();
      const plan = edit.closest(".plan");
      const open = plan.querySelector(".plan-form");
      close();
      if (open) return;
      plan.append(mover.content.cloneNode(true));
      const when = plan.querySelector("[name=when]");
      when.value = plan.dataset.typed;
      when.focus();
    } else if (event.target.closest?.("[data-cancel]")) {
      event.preventDefault();
      const plan = event.target.closest(".plan");
      close();
      plan.querySelector(".plan-edit").focus();
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".plan-form")) return;
    event.preventDefault();
    const plan = event.target.closest(".plan");
    const when = event.target.elements.when.value;
    close();
    plan.querySelector(".plan-link").focus();
    send(plan, { when }, () => {});
  });
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest?.(".plan-form");
    if (!form) return;
    const plan = form.closest(".plan");
    close();
    plan.querySelector(".plan-edit").focus();
  });
}
