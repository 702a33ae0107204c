"use strict";
// The focal point: put by a click or the arrow keys, written in the two fields, and
// shown in every crop as the renditions will have it.
const stage = document.querySelector("[data-desk-focus]");
if (stage) {
  const mark = stage.querySelector(".focus-mark");
  const fields = [document.querySelector("#id_focus_x"), document.querySelector("#id_focus_y")];
  const ratios = [16 / 9, 4 / 3, 1];
  const crops = [...document.querySelectorAll("[data-desk-crops] img")];
  const picture = stage.querySelector("img");
  const [wide, high] = [Number(picture.getAttribute("width")), Number(picture.getAttribute("height"))];
  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));

  // Where the crop's free side lies, as a percentage of the room it has to move.
  const along = (whole, part, focus) => {
    const room = whole - part;
    if (room < 1) return 50;
    return (100 * Math.min(Math.max((whole * focus) / 100 - part / 2, 0), room)) / room;
  };

  const show = () => {
    const [x, y] = fields.map((field) => within(Number(field.value) || 0));
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    crops.forEach((crop, place) => {
      const part = [Math.min(wide, high * ratios[place]), Math.min(high, wide / ratios[place])];
      crop.style.objectPosition = `${along(wide, part[0], x)}% ${along(high, part[1], y)}%`;
    });
  };
  const put = (x, y) => {
    [fields[0].value, fields[1].value] = [within(x), within(y)];
    for (const field of fields) field.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  };

  if (fields.every(Boolean)) {
    mark.hidden = false;
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      put((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
      mark.focus();
    });
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    mark.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      put(Number(fields[0].value) + far * step[0], Number(fields[1].value) + far * step[1]);
    });
    for (const field of fields) field.addEventListener("input", show);
    show();
  }
}
