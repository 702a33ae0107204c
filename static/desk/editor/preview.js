// The page as readers would get it, beside the text: composed by the site itself from
// what is typed. Two frames take turns, so that nothing flickers.

const PAUSE = 700;

export class Preview {
  constructor(box, form, address) {
    Object.assign(this, { box, form, address, waiting: 0, stale: true, busy: false });
    this.frames = [...box.querySelectorAll("iframe")];
    for (const frame of this.frames) frame.addEventListener("load", () => this.arrived(frame));
  }

  get open() { return !this.box.hidden; }

  toggle(open = !this.open) {
    this.box.hidden = !open;
    document.body.classList.toggle("is-previewing", open);
    if (open && this.stale) this.show();
  }

  /** Note that the text changed, and show it when the writer pauses. */
  later() {
    this.stale = true;
    clearTimeout(this.waiting);
    if (this.open) this.waiting = setTimeout(() => this.show(), PAUSE);
  }

  show() {
    if (this.busy) { this.later(); return; }
    this.stale = false;
    this.busy = true;
    const [shown, next] = this.frames;
    this.place = placeOf(shown);
    const post = document.createElement("form");
    Object.assign(post, { method: "post", action: this.address, target: next.name, hidden: true });
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value !== "string") continue;
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      post.append(field);
    }
    document.body.append(post);
    post.submit();
    post.remove();
    // A frame that never answers must not end the preview.
    this.patience = setTimeout(() => { this.busy = false; }, 8000);
  }

  arrived(frame) {
    if (!this.busy || frame !== this.frames[1]) return;
    clearTimeout(this.patience);
    this.busy = false;
    frame.contentDocument?.defaultView.scrollTo(0, this.place);
    const [shown] = this.frames;
    for (const one of [frame, shown]) one.classList.toggle("is-behind", one === shown);
    frame.inert = false;
    shown.inert = true;
    this.frames.reverse();
  }
}

// An error page may be out of reach: a frame that shows one is at its beginning.
const placeOf = (frame) => frame.contentDocument?.defaultView?.scrollY ?? 0;
