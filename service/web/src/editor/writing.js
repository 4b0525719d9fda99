// The editor: CodeMirror in a shadow root, where its styles are sheets of their own and the CSP needs no exception.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { sparql, SparqlLanguage } from "codemirror-lang-sparql";
import { complete } from "./completion.js";
import { $, el } from "./dom.js";
import { faults } from "./fault.js";
import { look } from "./look.js";
import { typing } from "./typing.js";
import { word } from "./words.js";

const customs = SparqlLanguage.data.of({ commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"'] } });

/** Put the editor in the place of the text area. `run` asks, `changed` hears of each change. Gives the view. */
export function begin(area, { run, changed }) {
  const host = $("editor");
  const root = host.attachShadow({ mode: "open" });
  const hint = el("p", { id: "hint", hidden: true }, $("keys").textContent);
  const view = new EditorView({ root, parent: root, state: EditorState.create({ doc: area.value.trimEnd(), extensions: parts(run, changed) }) });
  root.append(hint);
  area.hidden = true;
  host.hidden = false;
  $("keys").hidden = false;
  $("query-label").addEventListener("click", () => view.focus());
  return view;
}

/** Put another query in the place of the one that stands there. */
export function replace(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text.trimEnd() } });
}

function parts(run, changed) {
  return [
    lineNumbers(),
    history(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    sparql(),
    customs,
    look,
    faults,
    typing,
    autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60 }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": word("editor"), "aria-describedby": "hint", tabindex: "0", translate: "no", lang: "en" }),
    EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => run() || true }])),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
  ];
}
