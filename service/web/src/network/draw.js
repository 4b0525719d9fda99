// The picture itself: clusters as sectors, plans as squares, goals as dots, targets as bars around; lines to what is near.

import { around } from "./data.js";
import { Labels } from "./labels.js";

const TARGETS = 4150;
const BAR = 380; // the longest bar of a target
const [ARC, ARC_END] = [4600, 4690];
const FEW_LINES = 1500;
const SMALL = 500; // pixels of the whole picture, below which names are short
const [NAME, NEXT_LINE] = [150, 230]; // how far from the edge of a sector its name stands, and its second line
const TAU = 2 * Math.PI;

/** Draws a part of the picture, with what is chosen and what is near it. */
export function draw(context, view, network, palette, { chosen, near, lines }) {
  const picture = { context, view, network, palette, chosen, near, labels: new Labels(context, palette, edges(view)) };
  context.clearRect(0, 0, view.width, view.height);
  drawSectors(picture);
  if (!chosen) drawAllLines(picture);
  drawAgenda(picture);
  drawGoals(picture);
  drawPlans(picture);
  if (chosen) drawNear(picture, lines);
  drawNumbers(picture);
  nameClusters(picture);
  keepPlans(picture);
  nameChosen(picture);
  namePlans(picture);
  nameTargets(picture);
}

/** The picture is square, and what is written stays in it. */
const edges = (view) => [...view.screen({ x: 0, y: 0 }), ...view.screen({ x: view.side, y: view.side })];

/** The size in pixels of a dot or square, which grows as one comes closer. */
export function sizeOf(view, network, kind) {
  const [inner, outer] = network.belts[kind === "plan" ? "plans" : "goals"];
  const room = Math.sqrt((Math.PI * (outer ** 2 - inner ** 2)) / Math.max(1, network.sizes[kind]));
  const most = Math.max(3, (view.scale * view.side) / view.zoom / (kind === "plan" ? 62 : 100));
  return Math.min(most, kind === "plan" ? 11 : 7, Math.max(0.6, room * view.scale * 0.3));
}

function drawSectors({ context, view, network, palette, chosen }) {
  for (const cluster of network.named("cluster")) {
    sector(context, view, network, cluster);
    const own = chosen?.key === cluster.key;
    Object.assign(context, { fillStyle: own ? palette.pale : palette.mist, strokeStyle: own ? palette.petrol : palette.line, lineWidth: own ? 3 : 1 });
    context.fill("evenodd");
    context.stroke();
  }
}

function sector(context, view, network, { from, to, inner, outer, whole }) {
  const [left, top] = view.screen({ x: view.side / 2, y: view.side / 2 });
  const [start, end] = [from, to].map((turn) => (turn / network.raw.turn) * TAU - TAU / 4);
  context.beginPath();
  context.arc(left, top, outer * view.scale, start, end);
  if (whole) return;
  context.arc(left, top, inner * view.scale, end, start, true);
  context.closePath();
}

/** Faintly, what all goals support, where they are few enough to be followed. */
function drawAllLines(picture) {
  const { context, network, palette } = picture;
  if (!network.whole || network.raw.count > FEW_LINES) return;
  Object.assign(context, { globalAlpha: 0.28, lineWidth: 1 });
  for (const goal of network.named("goal")) {
    line(picture, network.thing("plan", goal.plan), goal, palette.edge);
    for (const { n } of network.supported(goal.n)) line(picture, goal, network.thing("sdg", n), palette.goals[network.thing("sdg", n).hue - 1].line);
  }
  context.globalAlpha = 1;
}

/** A line that bends towards the middle. */
function line({ context, view }, from, to, colour) {
  const half = view.side / 2;
  const bend = { x: half + ((from.x + to.x) / 2 - half) * 0.92, y: half + ((from.y + to.y) / 2 - half) * 0.92 };
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(...view.screen(from));
  context.quadraticCurveTo(...view.screen(bend), ...view.screen(to));
  context.stroke();
}

/** The targets, with a bar as long as many goals support each, and the 17 goals as arcs around them. */
function drawAgenda({ context, view, network, palette, chosen, near }) {
  const most = Math.sqrt(Math.max(1, ...[...network.named("sdg")].filter(({ target }) => target).map(({ goals }) => goals)));
  const ends = Array.from({ length: 17 }, () => []);
  for (const target of network.named("sdg")) {
    if (!target.target) continue;
    const turn = turnOf(view, target);
    ends[target.hue - 1].push(turn);
    const shown = !chosen || near.has(target.key);
    context.globalAlpha = shown ? 1 : 0.35;
    const long = target.goals ? 60 + (BAR - 60) * (Math.sqrt(target.goals) / most) : 30;
    Object.assign(context, { strokeStyle: target.goals ? palette.goals[target.hue - 1].line : palette.edge, lineWidth: Math.max(1.5, 90 * view.scale) });
    stroke(context, view, [around(view.side, turn, TARGETS), around(view.side, turn, TARGETS + long)]);
  }
  context.globalAlpha = 1;
  ends.forEach((turns, n) => arc(context, view, Math.min(...turns), Math.max(...turns), palette.goals[n]));
}

function turnOf(view, { x, y }) {
  return (Math.atan2(x - view.side / 2, view.side / 2 - y) / TAU + 1) % 1;
}

function stroke(context, view, points) {
  context.beginPath();
  points.forEach(([x, y], n) => context[n ? "lineTo" : "moveTo"](...view.screen({ x, y })));
  context.stroke();
}

function arc(context, view, from, to, { fill, line: edge }) {
  const [left, top] = view.screen({ x: view.side / 2, y: view.side / 2 });
  const [start, end] = [from - 0.0022, to + 0.0022].map((turn) => turn * TAU - TAU / 4);
  context.beginPath();
  context.arc(left, top, ARC_END * view.scale, start, end);
  context.arc(left, top, ARC * view.scale, end, start, true);
  context.closePath();
  Object.assign(context, { fillStyle: fill, strokeStyle: edge, lineWidth: 1 });
  context.fill();
  context.stroke();
}

function drawNumbers({ context, view, network, palette, labels }) {
  for (const goal of network.named("sdg")) {
    if (goal.target || !view.sees(goal, -20)) continue;
    labels.write([goal.code], ...view.screen(goal), { size: 14, bold: true, middle: true, always: true });
  }
  context.globalAlpha = 1;
  context.fillStyle = palette.ink;
}

/** All goals as dots, by colour so that it is quick; what is not near what is chosen is faint. */
function drawGoals({ context, view, network, palette, chosen }) {
  const { x, y, hue, cluster } = network.raw.goals;
  const size = sizeOf(view, network, "goal");
  const own = chosen?.kind === "cluster" && chosen.of === "goals" ? chosen.order : -1;
  const paths = new Map();
  for (let n = 0; n < x.length; n += 1) {
    const [left, top] = view.screen({ x: x[n], y: y[n] });
    if (left < -size || top < -size || left > view.width + size || top > view.height + size) continue;
    const colour = hue[n] + (cluster[n] === own ? 100 : 0);
    if (!paths.has(colour)) paths.set(colour, new Path2D());
    dot(paths.get(colour), left, top, size);
  }
  for (const [colour, path] of paths) {
    context.globalAlpha = !chosen || colour > 100 ? 1 : 0.22;
    context.fillStyle = palette.goals[(colour % 100) - 1].line;
    context.fill(path);
  }
  context.globalAlpha = 1;
}

function dot(path, left, top, size) {
  if (size < 2) return path.rect(left - size, top - size, 2 * size, 2 * size);
  path.moveTo(left + size, top);
  return path.arc(left, top, size, 0, TAU);
}

function drawPlans({ context, view, network, palette, chosen, near }) {
  const size = sizeOf(view, network, "plan");
  for (const plan of network.named("plan")) {
    if (!view.sees(plan, -size)) continue;
    context.globalAlpha = !chosen || near.has(plan.key) ? 1 : 0.22;
    square(context, view, plan, size, palette);
  }
  context.globalAlpha = 1;
}

function square(context, view, plan, size, palette) {
  const [left, top] = view.screen(plan);
  Object.assign(context, { fillStyle: palette.petrol, strokeStyle: palette.paper, lineWidth: size > 3 ? 1.5 : 0 });
  context.fillRect(left - size, top - size, 2 * size, 2 * size);
  if (size > 3) context.strokeRect(left - size, top - size, 2 * size, 2 * size);
}

/** The lines, then what is near, over them, and what is chosen with a ring. */
function drawNear(picture, lines) {
  const { context, view, network, palette, near, chosen } = picture;
  for (const { from, to, direct, within } of lines) {
    context.setLineDash(direct ? [] : [5, 4]);
    context.lineWidth = lines.length > 150 ? 1 : 1.8;
    context.globalAlpha = lines.length > 150 ? 0.5 : 0.9;
    line(picture, from, to, within ? palette.edge : palette.goals[to.hue - 1].line);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  const least = near.size > 60 ? 2.5 : 4;
  for (const { thing } of near.values()) mark(picture, thing, Math.max(least, sizeOf(view, network, thing.kind === "plan" ? "plan" : "goal")));
  if (chosen.kind !== "cluster") ring(picture, chosen);
}

function mark({ context, view, palette }, thing, size) {
  const [left, top] = view.screen(thing);
  if (thing.kind === "plan") square(context, view, thing, size, palette);
  if (thing.kind !== "goal" && !thing.target) return;
  context.beginPath();
  context.arc(left, top, thing.kind === "sdg" ? 4 : size, 0, TAU);
  Object.assign(context, { fillStyle: palette.goals[thing.hue - 1].line, strokeStyle: palette.paper, lineWidth: 1.5 });
  context.fill();
  context.stroke();
}

function ring(picture, thing) {
  const { context, view, network, palette } = picture;
  const size = Math.max(6, sizeOf(view, network, thing.kind === "plan" ? "plan" : "goal") + 2);
  if (thing.kind !== "sdg" || thing.target) mark(picture, thing, size);
  context.beginPath();
  context.arc(...view.screen(thing), size + 6, 0, TAU);
  Object.assign(context, { strokeStyle: palette.ink, lineWidth: 2.5 });
  context.stroke();
}

/** No name covers a plan, where they are few. */
function keepPlans({ view, network, labels }) {
  if (network.sizes.plan > 60) return;
  for (const plan of network.named("plan")) labels.keep(...view.screen(plan), 8);
}

function nameChosen({ view, chosen, near, labels }) {
  if (!chosen || chosen.kind === "cluster") return;
  const width = view.scale * view.side < SMALL ? 20 : 34;
  labels.write(chosen.name, ...view.screen(chosen), { size: 14, bold: true, serif: chosen.quoted, width, lines: 3, gap: 18, always: true });
  for (const { thing } of [...near.values()].filter((each) => each.thing.kind === "plan" || each.thing.target).slice(0, 60))
    labels.write([thing.short], ...view.screen(thing), { size: 12, bold: thing.kind === "plan" });
  for (const { thing } of [...near.values()].filter((each) => each.thing.kind === "goal").slice(0, 40))
    labels.write(thing.name, ...view.screen(thing), { size: 12, serif: true, width: 26, lines: 2 });
}

/** The names of all clusters along their sectors, as much as there is room for: codes of targets, then the name. */
function nameClusters({ view, network, labels }) {
  const middle = view.screen({ x: view.side / 2, y: view.side / 2 });
  const small = view.scale * view.side < SMALL;
  for (const cluster of network.named("cluster")) {
    const turn = cluster.whole ? 0 : ((cluster.from + cluster.to) / 2 / network.raw.turn) % 1;
    const lines = [cluster.codes, cluster.label].filter(Boolean).slice(0, small ? 1 : 2);
    const edge = cluster.of === "goals" ? cluster.inner + NAME : cluster.outer - NAME;
    const first = lines.length === 1 ? 0 : cluster.of === "goals" ? NEXT_LINE : -NEXT_LINE;
    const outward = turn > 0.25 && turn < 0.75 ? lines.toReversed() : lines;
    outward.forEach((line, n) => {
      const far = (edge + (n ? Math.min(0, first) : Math.max(0, first))) * view.scale;
      const room = (cluster.whole ? 0.4 : (cluster.to - cluster.from) / network.raw.turn) * TAU * far - 6;
      labels.curve(line, middle, far, turn, room, { bold: line === cluster.codes, size: small ? 11 : 12.5 });
    });
  }
}

function namePlans({ view, network, labels, chosen, near }) {
  const seen = [...network.named("plan")].filter((plan) => view.sees(plan, 0));
  if (seen.length > 60 || (chosen && seen.length > 12)) return;
  for (const plan of seen.filter(({ key }) => key !== chosen?.key && !near.has(key))) labels.write([plan.short], ...view.screen(plan), { size: 13, bold: true, gap: 14, soft: Boolean(chosen) });
}

function nameTargets({ view, network, labels }) {
  if (view.zoom < 2.4) return;
  for (const target of network.named("sdg")) if (target.target && view.sees(target, 0)) labels.write([target.code], ...view.screen(target), { size: 12, soft: true });
}
