/** The draft of a report, kept on this phone only, with its pictures. */

const KEY = "report";
const PAUSE_MS = 500;

/** Bring back the draft of before, unless the server has just returned the form; then keep every change. */
export async function keepDraft(form, outbox) {
  const isReturned = Boolean(document.querySelector(".error-summary"));
  const kept = isReturned ? null : await outbox.get("draft", KEY);
  if (kept) {
    restore(form, kept);
    offerToDrop(kept, outbox);
  }
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => outbox.put("draft", draftOf(form)), PAUSE_MS);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("step", later);
}

function draftOf(form) {
  const all = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return {
    key: KEY,
    at: Date.now(),
    fields: all.filter(([, value]) => typeof value === "string"),
    photos: all.filter(([, value]) => value instanceof File && value.size).map(([name, file]) => [name, file, file.name]),
  };
}

function restore(form, kept) {
  const photos = new Map();
  kept.photos.forEach(([name, blob, file]) => photos.set(name, [...(photos.get(name) ?? []), new File([blob], file, { type: blob.type })]));
  photos.forEach((files, name) => refill(form.elements.namedItem(name), files));
  kept.fields.forEach(([name, value]) => {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value === control.value;
    else if (control && "value" in control) control.value = value;
  });
  form.querySelectorAll("select, [data-lat]").forEach((control) => control.dispatchEvent(new Event("change", { bubbles: true })));
}

function refill(input, files) {
  if (!(input instanceof HTMLInputElement)) return;
  const carried = new DataTransfer();
  files.forEach((file) => carried.items.add(file));
  input.files = carried.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function offerToDrop(kept, outbox) {
  const line = document.querySelector("[data-draft]");
  const words = line.querySelector("[data-draft-words]");
  words.textContent = `${words.dataset.words} ${new Date(kept.at).toLocaleString(document.documentElement.lang)}.`;
  line.hidden = false;
  line.querySelector("[data-drop-draft]").addEventListener("click", async () => {
    await outbox.drop("draft", KEY);
    location.replace(location.pathname);
  });
}
