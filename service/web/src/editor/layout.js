// Where the nodes of a graph stand: in columns by how far they are from a beginning, near those they are tied to.

const MOST_COLUMNS = 8;
const PASSES = 6;

/** A column (0, 1, ...) and a row for each node of edges [from, to]: the same edges give the same places. */
export function places(edges) {
  const nodes = gathered(edges);
  deepen(nodes);
  const columns = [];
  for (const node of nodes.values()) (columns[node.column] ??= []).push(node);
  const filled = columns.filter(Boolean);
  filled.forEach((column, i) => column.forEach((node, j) => Object.assign(node, { column: i, row: j })));
  const height = Math.max(...filled.map((column) => column.length));
  for (let pass = 0; pass < PASSES; pass++) filled.forEach((column) => settle(column, height));
  return { nodes, columns: filled.length, height };
}

function gathered(edges) {
  const nodes = new Map();
  const node = (id) => nodes.get(id) ?? nodes.set(id, { id, column: 0, before: [], after: [] }).get(id);
  for (const [from, to] of edges) {
    if (from === to) node(from);
    else {
      node(from).after.push(node(to));
      node(to).before.push(node(from));
    }
  }
  return nodes;
}

/** Put each node one column behind the last of those that lead to it; what leads round in a circle counts once. */
function deepen(nodes) {
  const open = new Set();
  const done = new Set();
  const column = (node) => {
    if (done.has(node)) return node.column;
    if (open.has(node)) return -1;
    open.add(node);
    node.column = Math.min(1 + Math.max(-1, ...node.before.map(column)), MOST_COLUMNS - 1);
    done.add(node);
    return node.column;
  };
  for (const node of nodes.values()) column(node);
}

/** Order a column by where its neighbours stand, and spread it over the height. */
function settle(column, height) {
  for (const node of column) {
    const near = [...node.before, ...node.after];
    node.pull = near.length ? near.reduce((sum, other) => sum + other.row, 0) / near.length : node.row;
  }
  column.sort((a, b) => a.pull - b.pull || (a.id < b.id ? -1 : 1));
  column.forEach((node, i) => (node.row = ((i + 0.5) * height) / column.length - 0.5));
}
