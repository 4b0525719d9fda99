// Elements built from values: a text is always a text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element of an id. */
export const $ = (id) => document.getElementById(id);

/** An HTML element with attributes, of which those that are false or missing are left out, and children. */
export const el = (name, attributes, ...children) => built(document.createElement(name), attributes, children);

/** An SVG element. */
export const svg = (name, attributes, ...children) => built(document.createElementNS(SVG, name), attributes, children);

/** Put a text on the clipboard, and say so in an element; where there is no clipboard, select what there is. */
export async function copy(text, said, words) {
  await navigator.clipboard.writeText(text);
  said.textContent = words;
  setTimeout(() => said.replaceChildren(), 4000);
}

function built(element, attributes = {}, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
