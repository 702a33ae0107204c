"use strict";
// A chosen picture is shown at once; it can be taken off again.
for (const box of document.querySelectorAll("[data-desk-picture]")) {
  const input = box.querySelector("input");
  const shown = box.querySelector(".desk-picture-shown");
  const empty = shown.textContent.trim();

  const show = () => {
    shown.replaceChildren();
    if (/^\d+$/.test(input.value)) {
      const picture = new Image(160, 120);
      picture.alt = "";
      picture.src = box.dataset.shownAt.replace(/0\/file\/(?=$|\?)/, `${input.value}/file/`);
      shown.append(picture);
    } else {
      shown.textContent = empty || "–";
    }
  };
  // Django's pop-up announces its choice through jQuery.
  django.jQuery(input).on("change", show);
  box.querySelector(".desk-picture-off").addEventListener("click", () => {
    input.value = "";
    show();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
