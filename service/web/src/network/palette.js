// The colours of the picture: those of the page and of the global goals as the style sheets say, or the system's own.

const TOKENS = ["paper", "mist", "pale", "line", "edge", "ink", "soft", "petrol", "halo", "sans", "serif"];

/** The colours as they are now; asked for again when the scheme changes. */
export function palette() {
  const page = getComputedStyle(document.documentElement);
  const found = Object.fromEntries(TOKENS.map((name) => [name, page.getPropertyValue(`--${name}`).trim()]));
  const goals = Array.from({ length: 17 }, (_, n) => ofGoal(n + 1));
  return forced() ? { ...found, ...SYSTEM, goals: goals.map(() => ({ fill: "CanvasText", line: "CanvasText" })) } : { ...found, goals };
}

/** Calls back when the colours change. */
export function whenChanged(then) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", then);
}

const SYSTEM = { paper: "Canvas", mist: "Canvas", pale: "Canvas", line: "GrayText", edge: "GrayText", ink: "CanvasText", soft: "CanvasText", petrol: "LinkText", halo: "Highlight" };

const forced = () => matchMedia("(forced-colors: active)").matches;

function ofGoal(goal) {
  const probe = document.createElement("span");
  probe.className = `s${goal}`;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const [fill, line] = ["--sdg", "--sdg-line"].map((name) => style.getPropertyValue(name).trim());
  probe.remove();
  return { fill: fill || "gray", line: line || fill || "gray" };
}
