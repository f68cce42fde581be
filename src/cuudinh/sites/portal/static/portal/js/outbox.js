/* Reports that wait on this phone for a connection or a sign-in, and the codes of those that were sent from here.
   A classic script, because the service worker and the pages both load it. */
"use strict";

/** @type {any} */ (self).cuudinhOutbox = (() => {
  const NAME = "cuudinh-portal";
  const STORES = ["waiting", "sent"];
  const WRITER = "cuudinh-writer";
  const WAIT_MS = 8000;
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("cuudinh-outbox") : null;

  /** Open the database of this phone; made on first use. */
  function open() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  /** Do one thing in one store, and resolve when it is on the disk. */
  async function inStore(name, mode, act) {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const work = database.transaction(name, mode);
        const asked = act(work.objectStore(name));
        work.oncomplete = () => resolve(asked.result);
        work.onerror = work.onabort = () => reject(work.error);
      });
    } finally {
      database.close();
    }
  }

  const put = (name, value) => inStore(name, "readwrite", (store) => store.put(value));
  const drop = (name, key) => inStore(name, "readwrite", (store) => store.delete(key));
  const all = (name) => inStore(name, "readonly", (store) => store.getAll());
  const tell = () => channel?.postMessage("changed");

  /** Ask whether the platform answers, who we are there, and the token a form needs; null without a connection. */
  async function ping(address) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), WAIT_MS);
    try {
      const answer = await fetch(address, { signal: stop.signal, cache: "no-store", headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Give the mark of whoever this page was drawn for; a page kept for days asks what the last page said. */
  function writer() {
    const told = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=cuudinh-writer]"));
    if (told) localStorage.setItem(WRITER, told.content);
    return told ? told.content : (localStorage.getItem(WRITER) ?? "");
  }

  /** Keep a finished report until it can be sent. */
  async function keep(report) {
    await put("waiting", { ...report, state: "waiting", words: "" });
    tell();
    /** @type {any} */
    const registration = await navigator.serviceWorker?.ready.catch(() => null);
    await registration?.sync?.register("cuudinh-outbox").catch(() => null);
  }

  /**
   * Send everything that waits, one sender at a time; the key of each makes a second try have no second effect.
   * What somebody wrote who was not signed in goes only when it is asked for, by whoever is signed in then.
   */
  async function sendAll(isAsked = false) {
    if (!self.navigator.locks) return sendWaiting(isAsked);
    return navigator.locks.request("cuudinh-outbox", () => sendWaiting(isAsked));
  }

  /** Say what holds a report back, if anything. */
  function held(report, here, isAsked) {
    if (!here.is_signed_in) return "sign-in";
    if (report.writer) return report.writer === here.writer ? "" : "other";
    return isAsked ? "" : "unclaimed";
  }

  async function sendWaiting(isAsked) {
    for (const report of await all("waiting")) {
      if (report.state === "refused") continue;
      const here = await ping(report.ping);
      if (!here) throw new Error("no connection");
      const state = held(report, here, isAsked);
      const outcome = state ? { state, words: "" } : await send(report, here);
      if (outcome.sent) {
        await put("sent", { key: report.key, at: Date.now(), writer: here.writer, ...outcome.sent });
        await drop("waiting", report.key);
      } else {
        await put("waiting", { ...report, ...outcome });
      }
      tell();
      if (outcome.state === "sign-in") return;
    }
  }

  async function send(report, here) {
    const body = new FormData();
    report.fields.forEach(([name, value]) => body.append(name, value));
    report.photos.forEach(([name, blob, file]) => body.append(name, blob, file));
    body.set("from_queue", "1");
    body.set("writer", here.writer);
    const answer = await fetch(report.action, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": here.csrf } });
    if (answer.ok) return { sent: await answer.json() };
    if (answer.status === 401) return { state: "sign-in", words: "" };
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      const problem = await answer.json();
      return { state: "refused", words: Object.values(problem.faults ?? { all: problem.detail }).join(" ") };
    }
    throw new Error(`answered ${answer.status}`);
  }

  return { drop, all, keep, ping, sendAll, writer, onChange: (act) => channel?.addEventListener("message", act), tell };
})();
