/** Opens a dialog from the button that names it, and keeps a button that cannot be pressed from acting. */
export function openDialogs() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("[data-why-not]")) event.preventDefault();
    const opener = target.closest("[data-open-dialog]");
    if (!opener) return;
    const dialog = document.getElementById(opener.getAttribute("data-open-dialog") ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
  });
}
