/** Light or dark: what the person chose is in a cookie, so that the server draws the right one at once. */

const IS_TLS = window.location.protocol === "https:";
// As `web/cookies.py` names it.
const COOKIE = IS_TLS ? "__Host-cd_theme" : "cd_theme";
const YEAR_SECONDS = 31536000;

/** @returns {"light" | "dark"} */
export function themeInForce() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Shows the switch and makes it work; others hear of a change by `cd:theme`. */
export function offerThemes() {
  document.querySelectorAll("[data-theme-switch]").forEach((button) => {
    button.removeAttribute("hidden");
    button.addEventListener("click", () => choose(themeInForce() === "dark" ? "light" : "dark"));
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
}

/** @param {"light" | "dark"} theme */
function choose(theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${IS_TLS ? "; secure" : ""}`;
  announce();
}

function announce() {
  document.dispatchEvent(new CustomEvent("cd:theme"));
}
