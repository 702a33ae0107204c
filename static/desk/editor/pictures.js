// Pictures go to the library while one writes on; where they stand, they come in.

/** Bring a file to the library; `onProgress` hears a share between 0 and 1. */
export const bring = (file, { address, token, onProgress }) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest(), data = new FormData();
  data.set("file", file, file.name || "picture.png");
  data.set("csrfmiddlewaretoken", token());
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total);
  });
  request.addEventListener("load", () => {
    let told = {};
    try { told = JSON.parse(request.responseText); } catch { /* a page, not an answer */ }
    if (request.status === 200 && told.address) resolve(told);
    else reject(new Error(told.refused ?? ""));
  });
  request.addEventListener("error", () => reject(new Error("")));
  request.open("POST", address);
  request.send(data);
});

/** The list of pictures on their way, below the text. */
export class Uploads {
  constructor(box, words, options) {
    Object.assign(this, { list: box.querySelector("[data-uploads]"), words, options });
  }

  /** Bring one, show how far it is, and give its facts; null where it was refused. */
  async bring(file) {
    const line = document.createElement("li"), bar = document.createElement("progress");
    const name = document.createElement("span");
    name.textContent = file.name || this.words.picture;
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name.textContent);
    line.append(name, bar);
    this.list.append(line);
    try {
      const told = await bring(file, { ...this.options, onProgress: (share) => { bar.value = share; } });
      line.remove();
      return told;
    } catch (error) {
      bar.remove();
      line.classList.add("is-refused");
      line.append(` ${error.message || this.words.failed}`);
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "×";
      close.setAttribute("aria-label", this.words.close);
      close.addEventListener("click", () => line.remove());
      line.append(close);
      return null;
    }
  }
}
