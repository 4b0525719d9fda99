// Dialogs: each is opened, and answers with what was chosen, or null.

import { el } from "../editor/dom.js";
import { word } from "./words.js";

/** The dialog of a name. */
export const dialog = (name) => document.querySelector(`[data-dialog="${name}"]`);

/** Whether one is open. */
export const anyOpen = () => Boolean(document.querySelector("dialog[open]"));

for (const each of document.querySelectorAll("dialog")) {
  each.addEventListener("click", ({ target }) => target.closest("[data-close]") && each.close(""));
  each.addEventListener("keydown", (event) => press(each, event));
}

/** Opens a dialog until it is closed; the button that closed it tells its value, and `read` what stands in its fields. */
export function ask(place, read = (value) => value) {
  place.returnValue = "";
  const form = place.querySelector("form");
  return new Promise((resolve) => {
    let answer = null;
    const submit = (event) => {
      event.preventDefault();
      answer = read(event.submitter?.value ?? "");
      if (answer !== null) place.close();
    };
    form?.addEventListener("submit", submit);
    place.addEventListener("close", () => [form?.removeEventListener("submit", submit), resolve(answer)], { once: true });
    place.showModal();
  });
}

/** A letter stands for a button, where nobody writes; Ctrl and Enter send a form from a field of many lines. */
function press(place, event) {
  const form = place.querySelector("form");
  const isText = event.target.matches("textarea, input[type=text], select");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit(form.querySelector("button:not([type=button], .quiet)"));
  else if (!isText && !event.ctrlKey && !event.metaKey && !event.altKey && place.querySelector(`[data-key="${CSS.escape(event.key)}"]`))
    place.querySelector(`[data-key="${CSS.escape(event.key)}"]`).click();
  else return;
  event.preventDefault();
}

/** Asks whether a link is direct or contributing. */
export const askStrength = () => ask(dialog("strength"), (value) => value || null);

/** Asks for other words of the source. */
export function askWords(title, words) {
  const place = dialog("words");
  place.querySelector("h2").textContent = title;
  const field = place.querySelector("textarea");
  field.value = words;
  const answer = ask(place, () => field.value.trim() || null);
  field.select();
  return answer;
}

/** Asks for the words of what was not found, and what it is. */
export function askNew(words) {
  const place = dialog("new");
  const field = place.querySelector("textarea");
  field.value = words;
  const answer = ask(place, (role) => (field.value.trim() ? { role: role || "goal", text: field.value.trim() } : null));
  field.focus();
  return answer;
}

/** Asks what an element is; `judged`, `following` and `before` say what has to be asked besides. */
export function askRole({ role, label }, { judged, following, before }) {
  const place = dialog("role");
  place.querySelector("[data-subject]").textContent = label;
  const boxes = { even_judged: place.querySelector("#even-judged"), take_following: place.querySelector("#following") };
  place.querySelector("[data-judged]").hidden = !judged;
  place.querySelector("[data-following]").hidden = !following;
  for (const box of Object.values(boxes)) box.checked = false;
  for (const each of place.querySelectorAll("[data-key]")) each.disabled = each.value === role || (each.value === "merge" && !before);
  const answer = ask(place, (value) => ({ role: value, even_judged: boxes.even_judged.checked, take_following: boxes.take_following.checked }));
  place.querySelector("[data-key]:not(:disabled)").focus();
  return answer;
}

/** Asks for a reason and a judgement; Ctrl and Enter keep the one that it has. */
export function askReason({ why, judgement }) {
  const place = dialog("reason");
  const [sv, en] = place.querySelectorAll("textarea");
  [sv.value, en.value] = [why.sv, why.en];
  const buttons = [...place.querySelectorAll("button[value]")];
  for (const each of buttons) each.classList.toggle("quiet", each.value !== (judgement === "none" ? "accepted" : judgement));
  const answer = ask(place, (value) => ({ why: { sv: sv.value.trim(), en: en.value.trim() }, judgement: value || "accepted" }));
  sv.focus();
  return answer;
}

/** Shows the keys. */
export function tellKeys(keys) {
  const place = dialog("help");
  const rows = keys.map(([key, name]) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, word(name))));
  place.querySelector("[data-keys]").replaceChildren(...rows);
  return ask(place);
}
