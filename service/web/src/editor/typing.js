// Typing over a selection: done by the editor itself, because Chromium does it with inline styles, which the CSP forbids.

import { EditorView } from "@codemirror/view";

/** Takes the keys that replace a selection from the browser. */
export const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (main.empty || event.isComposing || event.inputType !== "insertText" || !event.data) return false;
    event.preventDefault();
    const insert = () => view.state.update({ ...view.state.replaceSelection(event.data), userEvent: "input.type", scrollIntoView: true });
    const isTaken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, main.from, main.to, event.data, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
});
