// What is near a chosen thing: groups for the list beside the picture, and lines for the picture, of the same content.

/** The groups of things that a thing is linked to, each with a title and, where it is known, the strength. */
export function groupsOf(network, thing) {
  const groups = { plan: ofPlan, goal: ofGoal, sdg: ofSdg, cluster: ofCluster }[thing.kind](network, thing);
  return groups.filter(({ items }) => items.length);
}

/** The lines between a chosen thing and what is near it: from, to, and whether it is a direct link. */
export function linesOf(network, thing) {
  if (thing.kind === "plan") return goalsOfPlan(network, thing.n).flatMap((goal) => through(network, goal));
  if (thing.kind === "goal") return through(network, thing);
  if (thing.kind === "sdg") return supporters(network, thing).flatMap(({ thing: goal }) => through(network, goal, thing));
  if (thing.of === "goals") return members(network, thing).flatMap((goal) => toSdg(network, goal));
  return members(network, thing).flatMap((plan) => linked(network, network.planSdg[plan.n].filter(({ n }) => thing.by.includes(n)), plan));
}

function ofPlan(network, plan) {
  return [
    { title: "goals", of: network.goalsOf[plan.n].length, items: goalsOfPlan(network, plan.n).map(plainly) },
    { title: "supports", items: strengths(network, network.planSdg[plan.n]) },
    { title: "cluster", items: clusterOf(network, "plans", plan.cluster).map(plainly) },
  ];
}

function ofGoal(network, goal) {
  return [
    { title: "supports", items: strengths(network, network.supported(goal.n)) },
    { title: "plan", items: [plainly(network.thing("plan", goal.plan))] },
    { title: "cluster", items: clusterOf(network, "goals", goal.cluster).map(plainly) },
  ];
}

function ofSdg(network, sdg) {
  const plans = network.planSdg.flatMap((codes, n) => {
    const found = codes.filter((code) => supports(network, code, sdg));
    return found.length ? [{ thing: network.thing("plan", n), direct: found.some(({ direct }) => direct) }] : [];
  });
  const family = [...network.named("sdg")].filter((other) => other.hue === sdg.hue && other.target !== sdg.target);
  return [
    { title: "goals", of: sdg.goals, items: supporters(network, sdg) },
    { title: "plans", items: plans },
    { title: sdg.target ? "above" : "targets", items: family.map(plainly) },
  ];
}

function ofCluster(network, cluster) {
  const title = cluster.of === "goals" ? "goals" : "plans";
  return [
    { title: "distinguished", items: cluster.by.map((n) => plainly(network.thing("sdg", n))) },
    { title, of: cluster.count, items: members(network, cluster).map(plainly) },
  ];
}

const plainly = (thing) => ({ thing });
const strengths = (network, codes) => codes.map(({ n, direct }) => ({ thing: network.thing("sdg", n), direct }));

function goalsOfPlan(network, plan) {
  return network.goals((n) => network.raw.goals.plan[n] === plan);
}

function clusterOf(network, of, order) {
  return [...network.named("cluster")].filter((cluster) => cluster.of === of && cluster.order === order);
}

function members(network, cluster) {
  if (cluster.of === "goals") return network.goals((n) => network.raw.goals.cluster[n] === cluster.order);
  return [...network.named("plan")].filter((plan) => plan.cluster === cluster.order);
}

/** Whether a supported thing is this target, or this SDG goal or one of its targets. */
function supports(network, { n }, sdg) {
  return n === sdg.n || (!sdg.target && network.raw.sdg.code[n].startsWith(`${sdg.code}.`));
}

function supporters(network, sdg) {
  const fitting = (n) => network.supported(n).filter((code) => supports(network, code, sdg));
  return network.goals((n) => fitting(n).length).map((goal) => ({ thing: goal, direct: fitting(goal.n).some(({ direct }) => direct) }));
}

function through(network, goal, sdg) {
  const plan = network.thing("plan", goal.plan);
  const codes = network.supported(goal.n).filter((code) => !sdg || supports(network, code, sdg));
  return [{ from: plan, to: goal, direct: true, within: true }, ...linked(network, codes, goal)];
}

const toSdg = (network, goal) => linked(network, network.supported(goal.n), goal);
const linked = (network, codes, from) => codes.map(({ n, direct }) => ({ from, to: network.thing("sdg", n), direct }));
