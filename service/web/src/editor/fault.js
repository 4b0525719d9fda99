// Where a query stumbled: the line is marked, and from the place on the word underlined, until the text changes.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { word } from "./words.js";

const marking = StateEffect.define();

/** The marks of a fault, as a part of the editor. */
export const faults = StateField.define({
  create: () => Decoration.none,
  update(marks, { docChanged, effects, state }) {
    const effect = effects.find((found) => found.is(marking));
    if (effect) return effect.value === null ? Decoration.none : marked(state.doc, effect.value);
    return docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Mark the place of a fault, or none. */
export function mark(view, { row, column } = {}) {
  view.dispatch({ effects: marking.of(row ? offset(view.state.doc, row, column) : null) });
}

/** Put the cursor where a fault is. */
export function goTo(view, { row, column }) {
  view.dispatch({ selection: { anchor: offset(view.state.doc, row, column) }, scrollIntoView: true });
  view.focus();
}

/** The place of a row and a column, which the endpoint counts in characters. */
function offset(doc, row, column) {
  const line = doc.line(Math.min(row, doc.lines));
  return Math.min(line.from + [...line.text].slice(0, column - 1).join("").length, line.to);
}

function marked(doc, at) {
  const line = doc.lineAt(at);
  const rest = line.text.slice(at - line.from).match(/^[\w:?$-]+|^\S/)?.[0] ?? "";
  const here = rest ? [Decoration.mark({ class: "cm-fault-here" }).range(at, at + rest.length)] : [];
  return Decoration.set([Decoration.line({ class: "cm-fault", attributes: { "aria-description": word("faultHere") } }).range(line.from), ...here]);
}
