// The network as the server tells it (graph/links/picture.py), and what is near what in it.

const unpacked = (code) => ({ n: code >> 1, direct: code % 2 === 1 });

/** Fetches the network from its address. */
export async function load(address, said) {
  return new Network(await fetched(address), address, said);
}

/** A network: things are known by their kind and number; goals are told of when they are asked for. */
export class Network {
  #known = new Map();
  #counts = new Map();

  constructor(raw, address, said) {
    Object.assign(this, { raw, address, said, side: raw.side, belts: raw.belts });
    this.sizes = { cluster: raw.clusters.length, plan: raw.plans.id.length, sdg: raw.sdg.code.length, goal: raw.goals.x.length };
    this.planSdg = raw.plans.sdg.map((codes) => codes.map(unpacked));
    this.whole = raw.known.length === raw.count;
    this.#learn(raw.known);
    this.goalsOf = grouped(raw.goals.plan, this.sizes.plan);
  }

  /** A thing with its place and what it is called. */
  thing(kind, n) {
    return { key: `${kind}:${n}`, kind, n, ...this[`_${kind}`](n) };
  }

  /** All things of a kind that have a name yet. */
  *named(kind) {
    const numbers = kind === "goal" ? this.#known.keys() : Array(this.sizes[kind]).keys();
    for (const n of numbers) yield this.thing(kind, n);
  }

  /** The thing of an address such as plan/ale/strategisk-plan or sdg/11.7. */
  find(address) {
    for (const kind of ["cluster", "plan", "sdg", "goal"])
      for (const thing of this.named(kind)) if (thing.address === address) return thing;
    return null;
  }

  /** What a goal supports; nothing while that is not known. */
  supported(goal) {
    return this.#known.get(goal)?.sdg ?? [];
  }

  /** Asks for the goals of a thing, where they are not known yet, and says of how many it has those are. */
  async learn(thing) {
    const asked = { plan: ["plan", thing.id], sdg: ["sdg", thing.code], cluster: ["cluster", thing.id] }[thing.kind];
    if (thing.kind === "goal") return this.#known.has(thing.n) || this.learn(this.thing("plan", thing.plan));
    if (this.whole || this.#counts.has(thing.key) || thing.of === "plans") return true;
    const more = await fetched(`${this.address}?${new URLSearchParams([asked])}`);
    this.#learn(more.known);
    this.#counts.set(thing.key, more.count);
    return true;
  }

  /** How many goals a thing has, of which some may not be known. */
  count(thing) {
    return this.#counts.get(thing.key);
  }

  /** The known goals that fulfil a condition. */
  goals(fits) {
    return [...this.#known.keys()].filter(fits).sort((one, other) => one - other).map((n) => this.thing("goal", n));
  }

  #learn(goals) {
    for (const { n, sdg, ...goal } of goals) this.#known.set(n, { ...goal, sdg: sdg.map(unpacked) });
  }

  _plan(n) {
    const { id, title, municipality, x, y, cluster } = this.raw.plans;
    const found = { id: id[n], title: title[n], municipality: municipality[n], x: x[n], y: y[n], cluster: cluster[n] };
    return { ...found, name: `${found.municipality}: ${found.title}`, short: found.municipality, address: `plan/${found.id}` };
  }

  _goal(n) {
    const { x, y, plan, cluster, hue } = this.raw.goals;
    const found = { x: x[n], y: y[n], plan: plan[n], cluster: cluster[n], hue: hue[n] };
    const known = this.#known.get(n);
    const where = this.raw.plans.municipality[found.plan];
    const name = known?.statement ?? this.said.goalOf.replace("{where}", where);
    return { ...found, type: known?.type ?? "Goal", name, short: name, quoted: Boolean(known), where, address: known && `plan/${known.id}` };
  }

  _sdg(n) {
    const { code, label, x, y, goals } = this.raw.sdg;
    const target = code[n].includes(".");
    const place = { x: x[n], y: y[n], hue: Number.parseInt(code[n], 10), goals: goals[n] };
    return { ...place, code: code[n], target, name: `${code[n]} ${label[n]}`, short: code[n], address: `sdg/${code[n]}` };
  }

  _cluster(n) {
    const cluster = this.raw.clusters[n];
    const [inner, outer] = this.belts[cluster.of];
    const [x, y] = around(this.side, (cluster.from + cluster.to) / 2 / this.raw.turn, (inner + outer) / 2);
    const codes = cluster.by.map((sdg) => this.raw.sdg.code[sdg]).join(" · ");
    const whole = cluster.to - cluster.from >= this.raw.turn;
    return { ...cluster, x: whole ? this.side / 2 : x, y: whole ? this.side / 2 : y, inner, outer, whole, codes,
      name: cluster.label, short: codes || cluster.label, address: `cluster/${cluster.id}` };
  }
}

/** The point so far from the middle in the direction of a part of a turn, clockwise from the top. */
export function around(side, turn, radius) {
  const angle = turn * 2 * Math.PI;
  return [side / 2 + Math.sin(angle) * radius, side / 2 - Math.cos(angle) * radius];
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/** For each number below a count the places at which it stands. */
function grouped(numbers, count) {
  const found = Array.from({ length: count }, () => []);
  numbers.forEach((number, place) => found[number].push(place));
  return found;
}
