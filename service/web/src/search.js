// Search as you type: the first hits below a search field, as a combobox with a list; without it the form works as it is.

const WAIT = 120; // ms after the last letter

for (const form of document.querySelectorAll("[data-search]")) enhance(form);

function enhance(form) {
  const field = form.querySelector("input[type=search]");
  const list = listFor(field);
  const state = { timer: 0, asked: null, shown: "" };
  field.parentNode.append(list);
  field.addEventListener("input", () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => suggest(form, field, list, state), WAIT);
  });
  field.addEventListener("keydown", (event) => steer(event, field, list));
  field.addEventListener("blur", () => setTimeout(() => close(field, list), WAIT));
}

function listFor(field) {
  const list = document.createElement("ul");
  Object.assign(list, { id: `${field.id}-hits`, className: "hits", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }))
    field.setAttribute(name, value);
  return list;
}

/** Asks for what the field holds; an answer that comes too late is dropped. */
async function suggest(form, field, list, state) {
  const words = field.value.trim();
  state.asked?.abort();
  if (words.length < 2) return close(field, list);
  state.asked = new AbortController();
  try {
    const answer = await fetch(`${form.getAttribute("action")}/hits?${new URLSearchParams(new FormData(form))}`, state.asked);
    if (answer.ok) show(field, list, await answer.text());
  } catch (error) {
    if (error.name !== "AbortError") close(field, list);
  }
}

/** Shows the hits, which the server has written and escaped as on its pages. */
function show(field, list, hits) {
  list.innerHTML = hits;
  for (const [place, entry] of [...list.children].entries()) ready(entry, `${list.id}-${place}`);
  list.hidden = !list.children.length;
  field.setAttribute("aria-expanded", String(!list.hidden));
  choose(field, list, null);
}

function ready(entry, id) {
  entry.id = id;
  entry.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps its focus
  entry.addEventListener("click", () => location.assign(entry.dataset.page));
}

function steer(event, field, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = list.querySelector("[aria-selected=true]");
  if (event.key === "Escape" && !list.hidden) close(field, list);
  else if (event.key === "Enter" && chosen && !list.hidden) location.assign(chosen.dataset.page);
  else if (step && !list.hidden) choose(field, list, next([...list.children], chosen, step));
  else return;
  event.preventDefault();
}

function next(entries, chosen, step) {
  const place = chosen ? entries.indexOf(chosen) + step : step > 0 ? 0 : entries.length - 1;
  return entries[(place + entries.length) % entries.length];
}

function choose(field, list, entry) {
  for (const each of list.children) each.setAttribute("aria-selected", String(each === entry));
  if (entry) field.setAttribute("aria-activedescendant", entry.id);
  else field.removeAttribute("aria-activedescendant");
  entry?.scrollIntoView({ block: "nearest" });
}

function close(field, list) {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}
