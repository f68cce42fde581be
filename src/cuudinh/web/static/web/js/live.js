/**
 * News from the stream: `data-live` is its address. Each message is told to the page as `cd:live`; when
 * nothing comes for too long the part is marked as stale, so that old figures are never taken for new ones.
 */

const STALE_SECONDS = 30;

/** @param {HTMLElement} part */
export function enhance(part) {
  const source = new EventSource(part.dataset.live ?? "", { withCredentials: false });
  const staleAfter = Number(part.dataset.staleSeconds ?? STALE_SECONDS) * 1000;
  let heardAt = Date.now();
  source.addEventListener("message", (event) => {
    heardAt = Date.now();
    mark(part, false);
    part.dispatchEvent(new CustomEvent("cd:live", { bubbles: true, detail: JSON.parse(event.data) }));
  });
  // A comment of the stream keeps the line open but is not seen here: the server also sends `beat`.
  source.addEventListener("beat", () => {
    heardAt = Date.now();
    mark(part, false);
  });
  const watch = window.setInterval(() => {
    if (!part.isConnected) {
      source.close();
      window.clearInterval(watch);
    } else if (Date.now() - heardAt > staleAfter) {
      mark(part, true);
    }
  }, 1000);
}

/**
 * @param {HTMLElement} part
 * @param {boolean} isStale
 */
function mark(part, isStale) {
  if (part.classList.contains("is-stale") === isStale) return;
  part.classList.toggle("is-stale", isStale);
  part.querySelectorAll("[data-live-mark]").forEach((told) => told.toggleAttribute("hidden", !isStale));
}
