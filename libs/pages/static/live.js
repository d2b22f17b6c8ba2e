// Keeps a page up to date without taking it away from who reads it. Pages work without this script.
//
// `data-live` on an element is the address of a stream of changes: when it tells of one, the page is fetched again and
// every element marked `data-part` takes the place of its former self, by its id. `data-record` narrows the stream to
// one record. `data-every` fetches again after so many milliseconds, for as long as the page says so.

const SETTLE = 400; // milliseconds in which several changes become one
const REST = 1500; // at least so long between two fetches
const LONGEST_REST = 15000; // what it grows to while changes do not cease, so that many readers are no burden
const QUIET = 30000; // so long without a fetch, and the rest is short again
let rest = REST;
let fetched = Date.now();
let planned = null;
let source = null;

function live() {
  return document.querySelector("[data-live], [data-every]");
}

function plan(after) {
  if (planned !== null) return;
  if (Date.now() - fetched > QUIET) rest = REST;
  planned = setTimeout(refresh, Math.max(after, fetched + rest - Date.now()));
}

async function refresh() {
  planned = null;
  fetched = Date.now();
  rest = Math.min(rest * 1.5, LONGEST_REST);
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.ok) replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The network is away; the next change or the next turn tries again.
  }
  const every = Number(live()?.dataset.every);
  if (every) plan(every);
}

function replace(page) {
  const before = keys();
  const focused = pathTo(document.activeElement);
  const open = new Set([...document.querySelectorAll("details[id][open]")].map((one) => one.id));
  for (const part of document.querySelectorAll("[data-part]")) {
    const news = page.getElementById(part.id);
    if (news && news.innerHTML !== part.innerHTML) part.replaceWith(document.adoptNode(news));
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused && document.activeElement === document.body) document.querySelector(focused)?.focus({ preventScroll: true });
  let fresh = 0;
  for (const one of document.querySelectorAll("[data-key]")) {
    if (before.size && !before.has(one.dataset.key)) {
      one.classList.add("fresh");
      fresh += 1;
    }
  }
  if (fresh) say(fresh);
  entitle();
}

function keys() {
  return new Set([...document.querySelectorAll("[data-key]")].map((one) => one.dataset.key));
}

// How to find the element again in the new page.
function pathTo(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const address = element.getAttribute("href");
  return address ? `a[href="${CSS.escape(address)}"]` : null;
}

function say(number) {
  const words = live()?.dataset.news;
  if (!words) return;
  let place = document.getElementById("news");
  if (!place) {
    place = document.createElement("p");
    place.id = "news";
    place.className = "news";
    place.setAttribute("role", "status");
    document.querySelector("main").prepend(place);
  }
  place.textContent = `${words}: ${number}`;
}

function told(event) {
  const record = live()?.dataset.record;
  if (!record) return plan(SETTLE);
  const about = JSON.parse(event.data).data?.record;
  if (about?.id === record || about?.merged_into === record) plan(SETTLE);
}

// A browser opens few connections to one place: only the page that is looked at listens.
function listen() {
  const address = live()?.dataset.live;
  if (!address || source || document.hidden) return;
  source = new EventSource(address);
  source.addEventListener("message", told);
  source.addEventListener("reset", () => plan(SETTLE));
  source.addEventListener("open", () => document.documentElement.setAttribute("data-listening", ""));
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    source?.close();
    source = null;
    document.documentElement.removeAttribute("data-listening");
  } else {
    listen();
    plan(0);
  }
});

// Where a page knows a record by its id alone, its title is asked for; without this script the page says its kind.
async function title(link) {
  link.removeAttribute("data-title");
  try {
    const answer = await fetch(`/v1${link.getAttribute("href")}`, { headers: { Accept: "application/json" } });
    const titles = answer.ok ? (await answer.json()).titles : null;
    if (titles) link.textContent = titles[document.documentElement.lang] ?? titles.en;
  } catch {
    // The page stays as it came.
  }
}

function entitle() {
  for (const link of [...document.querySelectorAll("a[data-title]")].slice(0, 20)) title(link);
}

entitle();
listen();
const every = Number(live()?.dataset.every);
if (every) plan(every);
