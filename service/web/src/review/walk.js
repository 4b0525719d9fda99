// The walk: everything there is to look at, in the order of the plan, and what is left of it.

/** What an item is known by while the draft changes. */
export const keyOf = ({ element, sdg }) => `${element} ${sdg}`;

/** An item for each alignment, and one for each element that is uncertain or has none and holds no others. */
export function itemsOf({ elements }) {
  const holders = new Set(elements.map(({ parent }) => parent));
  return elements.flatMap((element) => {
    const own = element.uncertain || (!element.alignments.length && !holders.has(element.id));
    const links = element.alignments.map(({ sdg, judgement }) => ({ element: element.id, sdg, left: judgement === "none", unsure: judgement === "unsure" }));
    return own ? [{ element: element.id, sdg: "", left: Boolean(element.uncertain), unsure: false }, ...links] : links;
  });
}

/** The item after one, among those that pass, or where there is none the first of all that does. */
export function following(before, now, key, passes) {
  const known = new Map(now.map((item) => [keyOf(item), item]));
  const place = before.findIndex((item) => keyOf(item) === key);
  const after = place < 0 ? [] : before.slice(place + 1).map((item) => known.get(keyOf(item)));
  return [...after, ...now].find((item) => item && keyOf(item) !== key && passes(item));
}

/** The item so many steps from one; the last where it goes no further. */
export function stepped(items, key, steps) {
  const place = items.findIndex((item) => keyOf(item) === key);
  return items[Math.min(Math.max(0, place + steps), items.length - 1)];
}

/** What differs first between two drafts: there a person wants to look. */
export function difference(before, now) {
  const old = new Map(before.elements.map((element) => [element.id, element]));
  for (const element of now.elements) {
    const was = old.get(element.id);
    const link = element.alignments.find((each) => text(each) !== text(was?.alignments.find(({ sdg }) => sdg === each.sdg)));
    if (!was || link || text(was) !== text(element)) return { element: element.id, sdg: link?.sdg ?? firstOf(element) };
  }
  const gone = before.elements.findIndex(({ id }) => !now.elements.some((element) => element.id === id));
  const near = gone < 0 ? null : now.elements[Math.max(0, gone - 1)];
  return near && { element: near.id, sdg: firstOf(near) };
}

const firstOf = ({ uncertain, alignments }) => (uncertain ? "" : (alignments[0]?.sdg ?? ""));

const text = (value) => JSON.stringify(value, (name, inner) => (["start", "end"].includes(name) ? undefined : inner));
