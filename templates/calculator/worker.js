/* Keeps the scorekeeper at hand without a network: its page and what the page needs, no more. */

const CACHE = "calculator-{{ version }}";
const PAGE = {{ page|tojson }};
const FILES = {{ files|tojson }};
const WAIT_MS = 3000;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forget().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === PAGE || FILES.includes(pathname)) event.respondWith(answer(request, pathname));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, ...FILES].map((path) => new Request(path, { cache: "reload" })));
}

async function forget() {
  const old = (await caches.keys()).filter((name) => name.startsWith("calculator-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/* The network first, so that page and scripts belong together; what is kept when it is slow or gone. */
async function answer(request, path) {
  const cache = await caches.open(CACHE);
  const fetched = fetch(request).then((response) => keep(cache, path, response));
  const kept = await cache.match(path);
  return kept ? Promise.race([fetched.catch(() => kept.clone()), later(kept)]) : fetched;
}

async function keep(cache, path, response) {
  if (response.ok && !response.redirected) await cache.put(path, response.clone());
  return response;
}

const later = (kept) => new Promise((resolve) => setTimeout(() => resolve(kept.clone()), WAIT_MS));
