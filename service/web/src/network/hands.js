// Pointer and keyboard on the picture: drag and arrows move it, wheel and + - come closer, a click or Enter chooses.

import { sizeOf } from "./draw.js";

const STEP = 60;
const CLICK = 5; // pixels; who moves more than this drags
const REACH = 16; // pixels around a thing within which it is meant
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = { "+": 1.4, "=": 1.4, "-": 1 / 1.4 };

/** The hands on a stage: they tell what is chosen (a thing, or null for none) and what is pointed at. */
export class Hands {
  #pointers = new Map();
  #moved = 0;
  #pointed = null;

  constructor(place, stage, { choose, point }) {
    Object.assign(this, { place, stage, view: stage.view, canvas: stage.canvas, choose, point });
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => (this.#pointers.has(event.pointerId) ? this.#drag(event) : this.#hover(event)));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#pointers.delete(event.pointerId));
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    place.addEventListener("pointerleave", () => this.#point(null));
    place.addEventListener("blur", () => this.#point(null));
    place.addEventListener("keydown", (event) => event.target === place && this.#key(event));
  }

  #down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#spot(event));
    if (this.#pointers.size === 1) this.#moved = 0;
  }

  #hover(event) {
    this.#point(event.pointerType === "mouse" ? at(this.stage, this.#spot(event)) : null);
  }

  /** One pointer moves the picture, two bring it closer. */
  #drag(event) {
    const before = this.#pointers.get(event.pointerId);
    const apart = distance(this.#pointers);
    const [left, top] = this.#spot(event);
    this.#pointers.set(event.pointerId, [left, top]);
    this.#moved += Math.hypot(left - before[0], top - before[1]);
    if (this.#pointers.size > 1) this.view.come(distance(this.#pointers) / (apart || 1), ...middle(this.#pointers));
    else if (this.#moved > CLICK) this.view.pan(before[0] - left, before[1] - top);
    this.#point(null);
    this.stage.refresh();
  }

  #up(event) {
    const spot = this.#spot(event);
    if (this.#pointers.size === 1 && this.#moved <= CLICK) this.choose(at(this.stage, spot) ?? clusterAt(this.stage, spot));
    this.#pointers.delete(event.pointerId);
  }

  #wheel(event) {
    if (this.view.zoom === 1 && event.deltaY > 0) return; // all of it is seen: the page scrolls
    event.preventDefault();
    this.view.come(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), ...this.#spot(event));
    this.#point(null);
    this.stage.refresh();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#done(event)) return;
    event.preventDefault();
    this.stage.refresh();
  }

  /** Does what a key says, if it says anything here. */
  #done({ key, shiftKey }) {
    const way = WAYS[key];
    const pointed = this.#pointed;
    if (way && shiftKey) this.#point(next(this.stage, pointed ?? this.stage.state.chosen, way) ?? pointed);
    else if (way) this.view.pan(way[0] * STEP, way[1] * STEP);
    else if (ZOOMS[key]) this.view.come(ZOOMS[key]);
    else if (key === "0") this.view.whole();
    else if (key === "Escape") this.#leave();
    else if ((key === "Enter" || key === " ") && pointed) this.choose(pointed);
    else return false;
    return true;
  }

  #leave() {
    this.#point(null);
    this.choose(null);
  }

  #point(thing) {
    if (thing?.key === this.#pointed?.key) return;
    this.#pointed = thing;
    if (thing && !this.view.sees(thing)) this.view.look(thing);
    this.point(thing);
  }

  #spot(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

/** The thing nearest to a place of the screen, if one is within reach. */
function at({ view, network }, [left, top]) {
  const { x, y } = view.point(left, top);
  const found = { thing: null, away: 1 };
  for (const [kind, columns] of [["plan", network.raw.plans], ["goal", network.raw.goals], ["sdg", network.raw.sdg]]) {
    const reach = Math.max(REACH, sizeOf(view, network, kind) + 6) / view.scale;
    const n = nearest(columns, x, y, kind === "goal" && network.sizes.goal > 5000 ? reach / 3 : reach);
    const away = n < 0 ? 1 : Math.hypot(columns.x[n] - x, columns.y[n] - y) / reach;
    if (away < found.away) Object.assign(found, { thing: network.thing(kind, n), away });
  }
  return found.thing;
}

function nearest({ x: xs, y: ys }, x, y, reach) {
  let best = reach ** 2;
  let found = -1;
  for (let n = 0; n < xs.length; n += 1) {
    const away = (xs[n] - x) ** 2 + (ys[n] - y) ** 2;
    if (away < best) [best, found] = [away, n];
  }
  return found;
}

/** The cluster in whose sector a place is, if it is one of several. */
function clusterAt({ view, network }, [left, top]) {
  const { x, y } = view.point(left, top);
  const [right, down] = [x - view.side / 2, y - view.side / 2];
  const away = Math.hypot(right, down);
  const turn = (Math.atan2(right, -down) / (2 * Math.PI) + 1) % 1;
  const holds = ({ inner, outer, from, to }) => away > inner && away < outer && (((turn * network.raw.turn - from) % network.raw.turn) + network.raw.turn) % network.raw.turn < to - from;
  return [...network.named("cluster")].find(holds) ?? null;
}

/** The nearest thing in a direction, as an arrow key means it: rather straight ahead than near. */
function next({ view, network }, from, [right, down]) {
  const start = from ?? view.point(view.width / 2, view.height / 2);
  let best = Infinity;
  let found = null;
  for (const kind of ["plan", "goal", "sdg"]) {
    const { x, y } = { plan: network.raw.plans, goal: network.raw.goals, sdg: network.raw.sdg }[kind];
    for (let n = 0; n < x.length; n += 1) {
      const ahead = (x[n] - start.x) * right + (y[n] - start.y) * down;
      const aside = Math.abs((x[n] - start.x) * down) + Math.abs((y[n] - start.y) * right);
      if (ahead > 0 && aside <= 2 * ahead && ahead + 2 * aside < best) [best, found] = [ahead + 2 * aside, [kind, n]];
    }
  }
  return found && network.thing(...found);
}

const middle = (pointers) => {
  const [one, other] = [...pointers.values()];
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
};

const distance = (pointers) => {
  const [one, other] = [...pointers.values()];
  return other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0;
};
