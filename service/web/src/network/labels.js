// Names in the picture: each where there is room for it, the most wanted first, on a ground of paper.

const HEIGHT = 1.25;
const TAU = 2 * Math.PI;

export class Labels {
  #taken = [];

  /** `within` is the part of the canvas beyond which nothing is written: left, top, right and bottom. */
  constructor(context, palette, within) {
    Object.assign(this, { context, palette, within });
  }

  /** Writes a name at a place, beside or over it, and says whether there was room; `always` writes it all the same. */
  write(text, left, top, { size = 13, bold = false, serif = false, width = 24, lines = 2, gap = 10, middle = false, always = false, soft = false } = {}) {
    const { context, palette } = this;
    context.font = `${bold ? 600 : 400} ${size}px ${serif ? palette.serif : palette.sans}`;
    const written = Array.isArray(text) ? text : wrapped(text, width, lines);
    const wide = Math.max(...written.map((line) => context.measureText(line).width));
    const box = { wide, high: written.length * size * HEIGHT };
    const spots = middle ? [[left - wide / 2, top - box.high / 2]] : beside(left, top, box, gap);
    const inside = spots.filter((spot) => this.#inside(spot, box));
    const free = inside.find((spot) => !this.#covered(spot, box)) ?? (always ? inside[0] ?? spots[0] : null);
    if (!free) return false;
    this.#taken.push({ left: free[0], top: free[1], ...box });
    this.#draw(written, free, box, { size, middle, colour: soft ? palette.soft : palette.ink });
    return true;
  }

  /** Writes as much of a name as there is room for along a circle, so that it is read from the middle of the picture. */
  curve(text, [left, top], radius, turn, room, { size = 12.5, bold = false } = {}) {
    const { context, palette } = this;
    context.font = `${bold ? 600 : 400} ${size}px ${palette.sans}`;
    const cut = fitting(context, text, room);
    if (!cut) return;
    const lower = turn > 0.25 && turn < 0.75;
    const along = lower ? -1 : 1;
    const far = lower ? radius + size * 0.35 : radius - size * 0.35;
    Object.assign(context, { textBaseline: "alphabetic", textAlign: "center", lineJoin: "round", lineWidth: 3, strokeStyle: palette.paper, fillStyle: palette.ink });
    let at = turn * TAU - (along * context.measureText(cut).width) / radius / 2;
    for (const letter of cut) {
      const wide = context.measureText(letter).width / radius;
      at += (along * wide) / 2;
      const spot = [left + Math.sin(at) * far, top - Math.cos(at) * far];
      this.#letter(letter, spot, lower ? at + Math.PI : at);
      this.keep(...spot, size / 2);
      at += (along * wide) / 2;
    }
  }

  #letter(letter, spot, angle) {
    const { context } = this;
    context.save();
    context.translate(...spot);
    context.rotate(angle);
    context.strokeText(letter, 0, 0);
    context.fillText(letter, 0, 0);
    context.restore();
  }

  /** Keeps a place free of names. */
  keep(left, top, radius) {
    this.#taken.push({ left: left - radius, top: top - radius, wide: 2 * radius, high: 2 * radius });
  }

  #draw(lines, [left, top], { wide }, { size, middle, colour }) {
    const { context, palette } = this;
    Object.assign(context, { textBaseline: "middle", textAlign: middle ? "center" : "left", lineJoin: "round", lineWidth: 4, strokeStyle: palette.paper, fillStyle: colour });
    lines.forEach((line, n) => {
      const at = [middle ? left + wide / 2 : left, top + (n + 0.5) * size * HEIGHT];
      context.strokeText(line, ...at);
      context.fillText(line, ...at);
    });
  }

  #inside([left, top], { wide, high }) {
    const [from, above, to, below] = this.within;
    return left >= from && top >= above && left + wide <= to && top + high <= below;
  }

  #covered([left, top], { wide, high }) {
    return this.#taken.some((box) => left < box.left + box.wide && box.left < left + wide && top < box.top + box.high && box.top < top + high);
  }
}

/** A text in at most so many lines of about so many letters, with a sign where it is cut. */
export function wrapped(text, width, lines) {
  const found = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (longer.length <= width || !found.at(-1)) found.splice(-1, 1, longer);
    else found.push(word);
  }
  if (found.length <= lines) return found;
  const kept = found.slice(0, lines);
  kept.push(`${kept.pop().replace(/[,:·\s]+$/, "")} …`);
  return kept;
}

/** To the right, to the left, below and above. */
function beside(left, top, { wide, high }, gap) {
  return [
    [left + gap, top - high / 2],
    [left - gap - wide, top - high / 2],
    [left - wide / 2, top + gap],
    [left - wide / 2, top - gap - high],
  ];
}

/** As many words of a text as fit into a width, with a sign where it is cut; nothing where not one does. */
function fitting(context, text, room) {
  const words = text.split(" ");
  for (let count = words.length; count; count -= 1) {
    const kept = words.slice(0, count).join(" ").replace(/[,:·\s]+$/, "");
    const cut = count < words.length ? `${kept} …` : kept;
    if (context.measureText(cut).width <= room) return cut;
  }
  return context.measureText(words[0]).width <= room ? words[0] : "";
}
