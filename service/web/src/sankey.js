// Sankeys: what leads to a node and what it leads to stands out while the pointer or the focus is on it.
// The frame listens: an SVG that listens for the focus would itself take it in Chromium.

for (const drawing of document.querySelectorAll("[data-sankey]")) {
  const flows = [...drawing.querySelectorAll(".flow")];
  const show = ({ target }) => light(drawing, flows, target.closest("[data-node]")?.dataset.node);
  const hide = () => light(drawing, flows);
  drawing.addEventListener("pointerover", show);
  drawing.addEventListener("pointerleave", hide);
  drawing.addEventListener("focusin", show);
  drawing.addEventListener("focusout", hide);
}

/** Lets the bands of a node stand out, or none where there is no node. */
function light(drawing, flows, node) {
  const hot = node === undefined ? new Set() : new Set([...along(flows, node, "from", "to"), ...along(flows, node, "to", "from")]);
  drawing.classList.toggle("lit", hot.size > 0);
  for (const flow of flows) flow.classList.toggle("hot", hot.has(flow));
}

/** The bands that can be reached from a node in one direction. */
function along(flows, start, near, far) {
  const found = new Set();
  const left = [start];
  while (left.length) {
    const node = left.pop();
    for (const flow of flows) {
      if (flow.dataset[near] !== node || found.has(flow)) continue;
      found.add(flow);
      left.push(flow.dataset[far]);
    }
  }
  return found;
}
