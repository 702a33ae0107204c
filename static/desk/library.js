"use strict";
// Many pictures at once: dropped, chosen or pasted; two on their way, each with progress.
for (const zone of document.querySelectorAll("[data-desk-drop]")) {
  const list = zone.querySelector(".drop-list");
  const sum = zone.querySelector(".drop-sum");
  const [pattern] = zone.getElementsByTagName("template");
  const said = (name) => zone.querySelector(`[data-said="${name}"]`).content.textContent;
  const waiting = [];
  let onTheWay = 0;
  let done = 0;
  let all = 0;

  const tell = () => {
    sum.textContent = said("sum").replace("{done}", done).replace("{all}", all);
    if (done < all || opener) return;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = said("show");
    sum.append(" ", link);
  };

  const finish = (item, state, text) => {
    done += 1;
    item.classList.add(`is-${state}`);
    item.querySelector("progress").remove();
    item.querySelector(".drop-said").textContent = text;
    tell();
  };

  const offer = (item, picture) => {
    const link = item.querySelector(".drop-open");
    link.href = picture.change;
    link.hidden = false;
    if (opener) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        opener.dismissRelatedLookupPopup(window, picture.id);
      });
    }
    const shown = item.querySelector(".drop-shown");
    shown.src = `${picture.shown_at}?size=small`;
    shown.hidden = false;
  };

  const send = ({ item, file }) => {
    const request = new XMLHttpRequest();
    const bar = item.querySelector("progress");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      // The last tenth is the newsroom's: it looks the picture over.
      bar.value = total ? (90 * loaded) / total : 0;
    });
    request.addEventListener("loadend", () => {
      onTheWay -= 1;
      const answer = request.response || {};
      if (request.status === 200) {
        offer(item, answer);
        finish(item, answer.known ? "known" : "new", said(answer.known ? "known" : "new"));
      } else {
        finish(item, "refused", answer.refused || said("lost"));
      }
      next();
    });
    const form = new FormData();
    form.append("file", file, file.name);
    form.append("csrfmiddlewaretoken", zone.querySelector("[name=csrfmiddlewaretoken]").value);
    item.querySelector(".drop-said").textContent = "";
    request.open("POST", zone.dataset.deskDrop);
    request.responseType = "json";
    request.send(form);
  };

  const next = () => {
    while (onTheWay < 2 && waiting.length) {
      onTheWay += 1;
      send(waiting.shift());
    }
  };

  const take = (files) => {
    for (const file of files) {
      const item = pattern.content.firstElementChild.cloneNode(true);
      item.querySelector(".drop-name").textContent = file.name;
      item.querySelector("progress").setAttribute("aria-label", file.name);
      item.querySelector(".drop-said").textContent = said("waiting");
      list.append(item);
      all += 1;
      if (file.size > Number(zone.dataset.largest)) finish(item, "refused", said("large"));
      else waiting.push({ item, file });
    }
    tell();
    next();
  };

  zone.hidden = false;
  const input = zone.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  // All of the page takes what is dropped: nobody has to aim, and no file opens instead.
  let depth = 0;
  const over = (step) => {
    depth = Math.max(0, depth + step);
    zone.classList.toggle("is-over", depth > 0);
  };
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragenter", (event) => brings(event) && over(1));
  document.addEventListener("dragleave", (event) => brings(event) && over(-1));
  document.addEventListener("dragover", (event) => brings(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    over(-depth);
    take(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take(event.clipboardData.files);
  });
}
