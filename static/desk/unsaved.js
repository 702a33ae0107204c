"use strict";
// What is typed is kept at the desk every few seconds, and in this browser meanwhile;
// who else is in the article is told, and what somebody saved since.
{
  const box = document.querySelector("[data-unsaved]");
  const form = document.getElementById("article_form");
  if (box && form) {
    const QUIET = 2000, LONGEST = 10000, BEAT = 15000, AGAIN = 5000;
    const words = box.dataset;
    const find = (name) => box.querySelector(`[data-${name}]`);
    // A form that came back is still the same tab's; otherwise the page gives itself a name.
    const made = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
    const tab = form.querySelector("[data-tab]").value || made();
    const shelf = (name) => `desk-unsaved:${words.user}:${words.article}:${name}`;
    let typed = 0, kept = 0, last = 0, waiting = 0, since = 0;
    let going = null, over = false, composing = false;

    form.querySelector("[data-tab]").value = tab;

    const say = (text, state) => {
      find("state").textContent = text;
      box.dataset.now = state;
    };
    const isBroken = () => ["offline", "out", "refused"].includes(box.dataset.now);

    const values = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      data.delete("_move");
      return data;
    };

    const putAside = () => {
      const text = JSON.stringify([...values()].filter(([name]) => name !== "csrfmiddlewaretoken"));
      try { localStorage.setItem(shelf(tab), text); } catch { /* full or switched off */ }
    };
    const takeOff = (name) => { try { localStorage.removeItem(name); } catch { /* switched off */ } };

    const parcel = (withText) => {
      const data = withText ? values() : new FormData();
      if (!withText) {
        for (const name of ["csrfmiddlewaretoken", "basis"]) {
          const field = form.querySelector(`[name=${name}]`);
          if (field) data.set(name, field.value);
        }
      } else {
        data.set("text", "1");
        data.set("turn", String(Date.now()));
      }
      data.set("tab", tab);
      if (Date.now() - last < BEAT) data.set("typing", "1");
      return data;
    };

    const show = (answer) => {
      if (answer.here) {
        find("here").replaceChildren(...answer.here.map((one) => {
          const item = document.createElement("li");
          item.textContent = one;
          return item;
        }));
      }
      if (answer.newer) {
        find("newer-said").textContent = answer.newer.said;
        const look = find("look");
        if (look) look.href = `${look.dataset.compare}&to=${answer.newer.number}`;
        find("newer").hidden = false;
      }
      if (answer.kept) say(words.kept.replace("{time}", answer.kept), "kept");
      else if (isBroken()) say("", "");
      find("log-in").hidden = true;
    };

    const renew = async () => {
      // After a log-in in another tab this page's token is no longer the right one.
      const answer = await fetch(words.address, { redirect: "manual" });
      if (!answer.ok) return answer.type === "opaqueredirect" ? "out" : "refused";
      const { token } = await answer.json();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      return "";
    };

    const fail = (state) => {
      putAside();
      say(words[state], state);
      find("log-in").hidden = state !== "out";
      form.dataset.kept = "no";
      if (state !== "refused") later(AGAIN);
    };

    const send = async () => {
      // Nothing is kept in the middle of a word that an input method is putting together.
      if (going || over || composing) return;
      const version = typed, withText = typed > kept;
      going = new AbortController();
      try {
        if (withText && !isBroken()) say(words.keeping, "keeping");
        const options = { method: "POST", redirect: "manual", signal: going.signal };
        let answer = await fetch(words.address, { ...options, body: parcel(withText) });
        if (answer.status === 403) {
          const state = await renew();
          if (state) return fail(state);
          answer = await fetch(words.address, { ...options, body: parcel(withText) });
        }
        if (answer.type === "opaqueredirect") return fail("out");
        if (!answer.ok) return fail(answer.status === 403 ? "refused" : "offline");
        show(await answer.json());
        if (withText) {
          kept = version;
          if (typed === kept) {
            form.dataset.kept = "yes";
            takeOff(shelf(tab));
          }
        }
      } catch (error) {
        if (error.name !== "AbortError") fail("offline");
      } finally {
        going = null;
        if (typed > version && !isBroken()) later(QUIET);
      }
    };

    const later = (pause) => {
      clearTimeout(waiting);
      waiting = setTimeout(send, pause);
    };

    const change = (event) => {
      if (event?.target.closest?.(".unsaved")) return;
      typed += 1;
      last = Date.now();
      form.dataset.kept = "no";
      if (!clearsSoon()) since = last;
      putAside();
      if (!isBroken()) later(Math.max(0, Math.min(QUIET, since + LONGEST - last)));
    };
    const clearsSoon = () => typed - 1 > kept;

    form.addEventListener("compositionstart", () => { composing = true; });
    form.addEventListener("compositionend", () => { composing = false; later(QUIET); });
    form.addEventListener("input", change);
    form.addEventListener("change", change);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      over = true;
      going?.abort();
      clearTimeout(waiting);
      // Until the next page tells that it was saved, this browser has it too.
      if (typed > kept) putAside();
    });
    // Somebody who comes back by the back button is there again.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) { over = false; later(0); }
    });
    window.addEventListener("pagehide", () => {
      if (over) return leave(false);
      leave(typed > kept);
    });
    const leave = (withText) => {
      going?.abort();
      const data = parcel(withText);
      data.set("leave", "1");
      navigator.sendBeacon(words.address, data);
    };
    document.addEventListener("visibilitychange", () => { if (!document.hidden) later(0); });
    window.addEventListener("online", () => later(0));
    setInterval(send, BEAT);
    later(0);

    // What this browser kept and the desk never got: hand it over, then it is offered.
    const handOver = async () => {
      const start = shelf("");
      const left = Object.keys(localStorage).filter((name) => name.startsWith(start) && name !== shelf(tab));
      for (const name of left) {
        const data = new FormData();
        for (const [key, value] of JSON.parse(localStorage.getItem(name))) data.append(key, value);
        data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
        data.set("text", "1");
        data.set("leave", "1");
        data.set("tab", name.slice(start.length));
        data.set("turn", String(Date.now()));
        const answer = await fetch(words.address, { method: "POST", body: data, redirect: "manual" });
        if (answer.ok) takeOff(name);
      }
    };
    handOver().catch(() => { /* it stays in this browser for the next time */ });

    // A form that came back was typed and is not saved.
    if (document.querySelector(".errornote, [data-overtaken]")) change();

    // What is chosen is put into the form, so that one sees what will be saved.
    document.getElementById("overtaken-title")?.focus();
  }
}
