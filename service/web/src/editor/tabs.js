// Tabs: arrow keys move between them, and the one that has the focus is shown.

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Make a list of tabs work; gives what shows one of them by its panel's id. */
export function tabbed(list, shown = () => {}) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const show = (id, focus = false) => {
    for (const tab of tabs) {
      const isOn = tab.getAttribute("aria-controls") === id;
      tab.setAttribute("aria-selected", isOn);
      tab.tabIndex = isOn ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isOn;
      if (isOn && focus) tab.focus();
    }
    shown(id);
  };
  list.addEventListener("click", ({ target }) => target.role === "tab" && show(target.getAttribute("aria-controls")));
  list.addEventListener("keydown", (event) => {
    const to = next(tabs, event.key);
    if (!to) return;
    event.preventDefault();
    show(to.getAttribute("aria-controls"), true);
  });
  return show;
}

function next(tabs, key) {
  const now = tabs.indexOf(document.activeElement);
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  return key in STEPS ? tabs[(now + STEPS[key] + tabs.length) % tabs.length] : null;
}
