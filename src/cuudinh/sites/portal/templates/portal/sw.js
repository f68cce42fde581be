/* The service worker of the portal: pages come from the network; without one, those kept for that are shown. */
"use strict";
importScripts({{ outbox | tojson }});

const CACHE = "cuudinh-portal-{{ version }}";
const KEPT = {{ (files + [offline, report_offline]) | tojson }};
const OFFLINE = {{ offline | tojson }};
const REPORT = {{ report | tojson }};
const REPORT_OFFLINE = {{ report_offline | tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

async function dropOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("cuudinh-portal-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, address));
  else if (isFile(address)) event.respondWith(file(event.request));
});

/** Static files and the stylesheet: the same for everybody, so they may be kept. */
function isFile(address) {
  return address.pathname.startsWith("/static/") || address.pathname.endsWith(".css") || address.pathname === "/dia-ban.json";
}

/** A page is never kept, since it may be personal; without a connection a page made for that stands in. */
async function page(request, address) {
  try {
    return await fetch(request);
  } catch {
    const kept = await caches.match(address.pathname === REPORT ? REPORT_OFFLINE : OFFLINE);
    return kept ?? Response.error();
  }
}

async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) (await caches.open(CACHE)).put(request, answer.clone());
    return answer;
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

self.addEventListener("sync", (event) => {
  if (event.tag === "cuudinh-outbox") event.waitUntil(self.cuudinhOutbox.sendAll());
});
