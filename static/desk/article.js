"use strict";
// Nothing typed is lost by leaving; Ctrl+S saves.
{
  const form = document.getElementById("article_form");
  const manuscript = form?.querySelector(".manuscript");
  if (manuscript) {
    let changed = Boolean(form.querySelector(".errornote"));
    const mark = () => { changed = true; };
    form.addEventListener("input", mark);
    form.addEventListener("change", mark);
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => {
      // What the desk has kept is offered again: leaving loses nothing.
      if (changed && form.dataset.kept !== "yes") event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[name=_continue]"));
      }
    });
    // A headline is one line however long it is: Enter goes on to the deck.
    document.getElementById("id_title").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        document.getElementById("id_deck").focus();
      }
    });
  }
}
