// The part of the picture that is seen: its middle, how large it is drawn, and the size of the place for it.

const CLOSEST = 30;

export class View {
  constructor(side) {
    Object.assign(this, { side, x: side / 2, y: side / 2, zoom: 1, width: 1, height: 1 });
  }

  /** Pixels for a unit of the picture. */
  get scale() {
    return this.fixed ?? (Math.min(this.width, this.height) / this.side) * this.zoom;
  }

  /** The same part with so much more around it, in times its size. */
  wider(margin) {
    const wide = Object.assign(new View(this.side), this, { fixed: this.scale });
    wide.width *= 1 + 2 * margin;
    wide.height *= 1 + 2 * margin;
    return wide;
  }

  /** Where on the screen a point of the picture is. */
  screen({ x, y }) {
    return [(x - this.x) * this.scale + this.width / 2, (y - this.y) * this.scale + this.height / 2];
  }

  /** Which point of the picture is there on the screen. */
  point(left, top) {
    return { x: (left - this.width / 2) / this.scale + this.x, y: (top - this.height / 2) / this.scale + this.y };
  }

  pan(right, down) {
    this.#look(this.x + right / this.scale, this.y + down / this.scale);
  }

  /** Comes so many times closer, and leaves where it is what is at a place of the screen. */
  come(times, left = this.width / 2, top = this.height / 2) {
    const before = this.point(left, top);
    this.zoom = Math.min(CLOSEST, Math.max(1, this.zoom * times));
    const after = this.point(left, top);
    this.#look(this.x + before.x - after.x, this.y + before.y - after.y);
  }

  whole() {
    this.zoom = 1;
    this.#look(this.side / 2, this.side / 2);
  }

  /** Whether a thing is in sight, not too near the edge. */
  sees(thing, edge = 24) {
    const [left, top] = this.screen(thing);
    return left > edge && top > edge && left < this.width - edge && top < this.height - edge;
  }

  /** Moves so that a thing is in the middle. */
  look(thing) {
    this.#look(thing.x, thing.y);
  }

  #look(x, y) {
    const free = (this.side / 2) * (1 - 1 / this.zoom) + 1;
    this.x = Math.min(this.side / 2 + free, Math.max(this.side / 2 - free, x));
    this.y = Math.min(this.side / 2 + free, Math.max(this.side / 2 - free, y));
  }
}
