// After a click, a film's player stands in the place of its card. Nothing is asked of
// another host before; with a modifier key, or without this script, the link leads there.
const PLAYERS = [
  [/^https:\/\/www\.youtube\.com\/watch\?v=([\w-]{11})$/, "https://www.youtube-nocookie.com/embed/$1?autoplay=1"],
  [/^https:\/\/www\.bilibili\.com\/video\/(BV\w{10})\/$/, "https://player.bilibili.com/player.html?autoplay=1&bvid=$1"],
  [/^https:\/\/www\.bilibili\.com\/video\/av(\d+)\/$/, "https://player.bilibili.com/player.html?autoplay=1&aid=$1"],
  [/^https:\/\/vimeo\.com\/(\d+)$/, "https://player.vimeo.com/video/$1?autoplay=1&dnt=1"],
];

function player(link) {
  const [pattern, address] = PLAYERS.find(([known]) => known.test(link.href)) ?? [];
  if (!pattern) return null;
  const frame = document.createElement("iframe");
  frame.src = link.href.replace(pattern, address);
  frame.title = link.textContent;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.sandbox = "allow-scripts allow-same-origin allow-presentation allow-popups";
  return frame;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".prose .embed:not(.playing) > a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const frame = player(link);
  if (!frame) return;
  event.preventDefault();
  link.parentElement.classList.add("playing");
  link.before(frame);
  frame.focus();
});
