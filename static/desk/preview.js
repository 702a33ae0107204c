"use strict";
// Frames at three widths and in both schemes; the copy button of links.
{
  const stage = document.querySelector("[data-preview-stage]");
  const frame = stage?.querySelector("iframe");
  const views = document.querySelector("[data-preview-views]");

  if (stage && views) {
    views.hidden = false;
    const widths = [...views.querySelectorAll("[data-width]")];
    const scheme = views.querySelector("[data-scheme]");
    const KEPT = "desk.preview.width";

    const fit = () => {
      const wanted = Number(stage.dataset.shown);
      const style = getComputedStyle(stage);
      const room = stage.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const scale = Math.min(1, room / wanted);
      stage.style.setProperty("--scale", String(scale));
      stage.classList.toggle("is-scaled", scale < 1);
    };
    const show = (width) => {
      stage.dataset.shown = width;
      for (const one of widths) one.setAttribute("aria-pressed", String(one.dataset.width === width));
      sessionStorage.setItem(KEPT, width);
      fit();
    };

    // The paper follows the system. To show the other scheme, its rules are told that
    // they apply, or that they do not: the page itself stays as readers get it.
    const conditions = new Map();
    const paint = () => {
      const inside = frame.contentDocument;
      if (!inside?.documentElement) return;
      const dark = scheme.getAttribute("aria-pressed") === "true";
      inside.documentElement.style.colorScheme = dark ? "dark" : "light";
      for (const sheet of inside.styleSheets) {
        for (const rule of sheet.cssRules) {
          if (rule.constructor.name !== "CSSMediaRule") continue;
          const given = conditions.get(rule) ?? rule.media.mediaText;
          const about = /prefers-color-scheme:\s*(dark|light)/.exec(given);
          if (!about) continue;
          conditions.set(rule, given);
          const holds = (about[1] === "dark") === dark;
          rule.media.mediaText = given.replace(/\(prefers-color-scheme:\s*\w+\)/, holds ? "(min-width: 0)" : "(max-width: 0)");
        }
      }
    };
    const setScheme = (dark) => {
      scheme.setAttribute("aria-pressed", String(dark));
      paint();
    };
    const press = (key) => {
      const button = { 1: widths[0], 2: widths[1], 3: widths[2], d: scheme }[key];
      button?.click();
      return Boolean(button);
    };
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.("input, textarea, select")) return;
      if (press(event.key)) event.preventDefault();
    };

    for (const one of widths) one.addEventListener("click", () => show(one.dataset.width));
    scheme.addEventListener("click", () => setScheme(scheme.getAttribute("aria-pressed") !== "true"));
    document.addEventListener("keydown", onKey);
    const entered = () => {
      paint();
      frame.contentDocument?.addEventListener("keydown", onKey);
    };
    frame.addEventListener("load", entered);
    scheme.setAttribute("aria-pressed", String(matchMedia("(prefers-color-scheme: dark)").matches));
    const kept = sessionStorage.getItem(KEPT);
    const narrow = matchMedia("(max-width: 700px)").matches;
    show(widths.some((one) => one.dataset.width === kept) ? kept : narrow ? "390" : "1280");
    entered();
    addEventListener("resize", fit);
  }

  document.querySelector("[data-preview-now]")?.addEventListener("change", (event) => {
    event.target.form.requestSubmit();
  });

  // Without a script, or where the clipboard is closed, the address can be selected.
  for (const field of document.querySelectorAll("[data-share-address]")) {
    field.addEventListener("focus", () => field.select());
  }
  for (const button of document.querySelectorAll("[data-share-copy]")) {
    const field = document.getElementById(button.dataset.shareCopy);
    const word = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.focus();
        field.select();
        if (!document.execCommand("copy")) return;
      }
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = word; }, 2000);
    });
  }

  const span = document.querySelector("#share-new [name=span]");
  const until = document.querySelector("#share-new .share-until");
  if (span && until) {
    const offer = () => { until.hidden = span.value !== "date"; };
    span.addEventListener("change", offer);
    offer();
  }
}
