// What Word, WeChat and Google Docs put on the clipboard, brought down to what a text
// can hold: their layout goes, their words, emphasis, lists, links and pictures stay.

const GONE = "script, style, meta, link, title, xml, head, iframe, object, embed, svg, math, input, button, select, textarea, template, mp-common-profile, mpvoice, qqmusic, mp-miniprogram, [data-style*='mso-hide:all'], [data-style*='display:none'], [data-style*='display: none']";
const BLOCK = "p, div, section, article, header, footer, main, aside, figure, ul, ol, table, pre, blockquote, h1, h2, h3, h4, h5, h6, hr";
const KEPT = { a: ["href", "title"], img: ["src", "alt"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], ol: ["start"], div: [], figure: [] };
const NUMBER = /^\s*[（(]?(?:\d+|[a-z]|[ivx]+|[一二三四五六七八九十]+)[.)）、]/i;

/** Clean what was pasted; gives HTML of paragraphs, headings, lists, tables, pictures. */
export const clean = (html) => {
  const page = new DOMParser().parseFromString(guarded(html), "text/html");
  const { body } = page;
  for (const one of [...body.querySelectorAll(GONE)]) one.remove();
  comments(body);
  lists(body);
  for (const one of [...body.querySelectorAll("*")]) emphasise(one);
  for (const one of [...body.querySelectorAll("img")]) picture(one);
  for (const one of [...body.querySelectorAll("a[href]")]) link(one);
  boxes(body);
  for (const one of [...body.querySelectorAll("*")]) strip(one);
  for (const one of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li")].reverse()) trim(one);
  return body.innerHTML;
};

// A style in a parsed page counts as an inline style for the browser, which then reports
// it: elements go before, attributes are read under another name.
const guarded = (html) => html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/(<[^<>]*?\s)style(\s*=)/gi, "$1data-style$2");
const styleOf = (one) => (one.getAttribute("data-style") ?? "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

const comments = (body) => {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const one of found) one.remove();
};

const unwrap = (one) => one.replaceWith(...one.childNodes);

const rename = (one, tag) => {
  const fresh = one.ownerDocument.createElement(tag);
  for (const { name, value } of one.attributes) fresh.setAttribute(name, value);
  fresh.append(...one.childNodes);
  one.replaceWith(fresh);
  return fresh;
};

/** Word writes lists as paragraphs that name a list and a level. */
const lists = (body) => {
  let open = [];
  for (const one of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = Number(/mso-list:\S+ level(\d)/.exec(styleOf(one))?.[1] ?? 0);
    if (!level) { if (one.textContent.trim()) open = []; continue; }
    const sign = one.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
    const tag = NUMBER.test(sign?.textContent ?? "") ? "ol" : "ul";
    sign?.remove();
    while (open.length > level) open.pop();
    while (open.length < level) {
      const list = body.ownerDocument.createElement(tag);
      if (open.length) (open.at(-1).lastElementChild ?? open.at(-1)).append(list);
      else one.before(list);
      open.push(list);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...one.childNodes);
    open.at(-1).append(item);
    one.remove();
  }
};

/** What a style says of weight and slope becomes the element that means it. */
const emphasise = (one) => {
  const style = styleOf(one), tag = one.localName;
  if (/^(b|strong)$/.test(tag) && /(?:^|;)font-weight:(normal|400|300)/.test(style)) { unwrap(one); return; }
  if (/^(i|em)$/.test(tag) && /(?:^|;)font-style:normal/.test(style)) { unwrap(one); return; }
  if (!/^(span|font|u)$/.test(tag)) return;
  const tags = [
    [/(?:^|;)font-weight:(bold|bolder|[6-9]00)/, "strong"], [/font-style:(italic|oblique)/, "em"],
    [/text-decoration[a-z-]*:[^;]*line-through/, "s"], [/vertical-align:super/, "sup"], [/vertical-align:sub/, "sub"],
  ].filter(([pattern]) => pattern.test(style)).map(([, name]) => name);
  const inHeading = one.closest("h1, h2, h3, h4, h5, h6");
  let inside = [...one.childNodes];
  if (one.textContent.trim()) {
    for (const name of tags) {
      if (name === "strong" && inHeading) continue;
      const mark = one.ownerDocument.createElement(name);
      mark.append(...inside);
      inside = [mark];
    }
  }
  one.replaceWith(...inside);
};

const picture = (one) => {
  const src = one.getAttribute("data-src") || one.getAttribute("src") || "";
  if (!/^(https?:|data:image\/(png|jpeg|gif|webp|avif)|image:)/i.test(src)) { one.remove(); return; }
  one.setAttribute("src", src);
  if (/^(图片|image|undefined)$/i.test(one.getAttribute("alt") ?? "")) one.setAttribute("alt", "");
};

const link = (one) => {
  let href = one.getAttribute("href");
  const around = /^https?:\/\/(?:www\.google\.[a-z.]+\/url\?(?:.*&)?q|link\.zhihu\.com\/\?target)=([^&]+)/.exec(href);
  if (around) href = decodeURIComponent(around[1]);
  if (!/^(https?:|mailto:|tel:|article:)/i.test(href)) unwrap(one);
  else one.setAttribute("href", href);
};

/** Boxes around blocks fall; a box that holds only words is a paragraph. */
const boxes = (body) => {
  for (const one of [...body.querySelectorAll("div, section, article, header, footer, main, center, font, span, o\\:p, figure")].reverse()) {
    const holds = one.querySelector(BLOCK);
    if (!holds && /^(div|section|article|header|footer|main|center)$/.test(one.localName)) {
      const words = one.textContent.trim() || one.querySelector("img");
      if (one.closest("p, li, td, th, h1, h2, h3, h4, h5, h6") || !words) unwrap(one);
      else rename(one, "p");
    } else if (one.localName !== "figure" || !one.querySelector("img")) {
      unwrap(one);
    } else {
      unwrap(one);
    }
  }
  for (const one of [...body.querySelectorAll("td > p:only-child, th > p:only-child, li > p:only-child")]) unwrap(one);
  // A picture is a block of its own.
  for (const one of [...body.querySelectorAll("p img, h1 img, h2 img, h3 img")].reverse()) {
    const above = one.closest("p, h1, h2, h3");
    if (!above.closest("li, td, th")) above.after(one);
  }
  for (const one of [...body.querySelectorAll("p p")]) { const above = one.parentElement.closest("p"); above.before(one); }
};

const strip = (one) => {
  const kept = KEPT[one.localName] ?? [];
  for (const { name } of [...one.attributes]) if (!kept.includes(name)) one.removeAttribute(name);
};

/** Indents and empty lines that were made by hand go. */
const trim = (one) => {
  const texts = one.ownerDocument.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  let first = true;
  while (texts.nextNode()) {
    const node = texts.currentNode;
    node.data = node.data.replace(/[\r\n\t]+/g, " ").replace(/\u00A0/g, " ").replace(/ {2,}/g, " ");
    if (first) node.data = node.data.replace(/^[\s\u3000]+/, "");
    if (node.data) first = false;
  }
  while (one.lastChild?.localName === "br") one.lastChild.remove();
  if (!one.textContent.trim() && !one.querySelector("img, br, ul, ol")) one.remove();
};

/** Give the pictures that came with a paste or a drop. */
export const filesOf = (data) => [...(data?.files ?? [])].filter((file) => /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type));

/** Say whether a paste is nothing but a picture, whatever page it was copied from. */
export const onlyPicture = (html) => {
  if (!html) return true;
  const page = new DOMParser().parseFromString(guarded(html), "text/html");
  return !page.body.textContent.trim() && page.querySelectorAll("img").length <= 1;
};

/** Make a file of a picture that is written out in the address itself. */
export const fileOf = async (address) => {
  const [, type, data] = /^data:(image\/[a-z]+);base64,(.*)$/is.exec(address) ?? [];
  if (!data) return null;
  const bytes = Uint8Array.from(atob(data.replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
  return new File([bytes], `picture.${type.split("/")[1]}`, { type });
};
