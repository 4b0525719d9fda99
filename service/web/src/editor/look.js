// How the editor looks: the colours of its words come from the page, so that they follow light and dark.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--petrol)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--code-variable)" },
  { tag: [tags.string, tags.annotation], color: "var(--code-text)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "var(--code-number)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--code-name)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--edge)", borderRadius: "4px", fontSize: "0.88rem" },
  "&.cm-focused": { outline: "3px solid var(--petrol)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", minHeight: "14rem", maxHeight: "34rem" },
  ".cm-content": { padding: "0.6rem 0", caretColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--mist)", border: "none" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "1.9rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--pale)" },
  ".cm-line ::selection, .cm-line::selection": { color: "var(--on-petrol)", backgroundColor: "var(--petrol)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--edge)" },
  ".cm-fault": { backgroundColor: "var(--fault)", boxShadow: "inset 4px 0 var(--warn)" },
  ".cm-fault-here": { textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "4px" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--edge)", borderRadius: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16rem", maxWidth: "min(42rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-petrol)", backgroundColor: "var(--petrol)" },
  ".cm-completionDetail": { color: "var(--soft)", fontFamily: "var(--sans)", fontStyle: "normal" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { padding: "0.5rem 0.8rem", maxWidth: "22rem", fontFamily: "var(--sans)", fontSize: "0.9rem" },
});

export const look = [syntaxHighlighting(colours), theme];
