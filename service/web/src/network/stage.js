// The canvas: what is drawn is kept wider than what is seen, so that moving it only shows another part of it.

import { draw } from "./draw.js";
import { palette, whenChanged } from "./palette.js";
import { View } from "./view.js";

const MARGIN = 0.4;
const QUICK = 40; // milliseconds; who draws as fast as this draws at once
const CALM = 140;

export class Stage {
  #kept = document.createElement("canvas");
  #drawn = null;
  #cost = 0;
  #later = 0;
  #frame = 0;

  constructor(canvas, network) {
    Object.assign(this, { canvas, network, view: new View(network.side), palette: palette() });
    this.state = { chosen: null, near: new Map(), lines: [] };
    new ResizeObserver(() => this.#fit()).observe(canvas);
    whenChanged(() => this.#recolour());
    this.#fit();
  }

  /** Shows what is chosen and what is near it. */
  show(state) {
    this.state = state;
    this.#drawn = null;
    this.refresh();
  }

  /** Draws in the next frame. */
  refresh() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#paint());
  }

  #fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (!width) return;
    Object.assign(this.view, { width, height });
    this.canvas.width = Math.round(width * ratio());
    this.canvas.height = Math.round(height * ratio());
    this.#drawn = null;
    this.#paint();
  }

  #recolour() {
    this.palette = palette();
    this.#drawn = null;
    this.refresh();
  }

  #paint() {
    clearTimeout(this.#later);
    this.canvas.style.touchAction = this.view.zoom === 1 ? "pan-y" : "none"; // a finger moves the page over the whole
    if (!this.#drawn || (!this.#holds() && this.#cost < QUICK)) this.#render();
    else if (!this.#holds()) this.#later = setTimeout(() => { this.#render(); this.#copy(); }, CALM);
    this.#copy();
  }

  /** Whether what is kept is at the size that is wanted, and has all that is seen. */
  #holds() {
    const { view } = this;
    const kept = this.#drawn;
    const [left, top] = kept.screen(view.point(0, 0));
    const inside = left >= 0 && top >= 0 && left + view.width <= kept.width && top + view.height <= kept.height;
    return inside && Math.abs(kept.scale / view.scale - 1) < 1e-6;
  }

  #render() {
    const began = performance.now();
    const wide = this.view.wider(MARGIN);
    Object.assign(this.#kept, { width: Math.round(wide.width * ratio()), height: Math.round(wide.height * ratio()) });
    const context = this.#kept.getContext("2d");
    context.setTransform(ratio(), 0, 0, ratio(), 0, 0);
    draw(context, wide, this.network, this.palette, this.state);
    this.#drawn = wide;
    this.#cost = performance.now() - began;
    this.canvas.dataset.drawn = String(Math.round(this.#cost));
  }

  /** Copies what is seen of what is kept, larger or smaller where it is not drawn anew yet. */
  #copy() {
    const { view, canvas } = this;
    const context = canvas.getContext("2d");
    const [left, top] = this.#drawn.screen(view.point(0, 0));
    const times = this.#drawn.scale / view.scale;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const part = [left, top, view.width * times, view.height * times].map((length) => length * ratio());
    context.drawImage(this.#kept, ...part, 0, 0, canvas.width, canvas.height);
  }
}

const ratio = () => Math.min(2, window.devicePixelRatio || 1);
