// What the draft will be when judgements that wait are saved: they are shown before the file has them.

const CERTAIN = ["accepted", "rejected"];

/** Whether it is known what comes of an edit without asking. */
export const isGuess = (edit) => Boolean(edit) && ["judge", "set_strength", "confirm"].includes(edit.edit);

/** A draft after edits. What they do not touch is the same object as before. */
export function guessed(saved, edits) {
  if (!edits.length) return saved;
  const touched = new Map();
  for (const edit of edits) touched.set(edit.element, [...(touched.get(edit.element) ?? []), edit]);
  const elements = saved.elements.map((element) => (touched.has(element.id) ? after(element, touched.get(element.id), saved) : element));
  return { ...saved, elements, counts: counted(saved.counts, elements), canUndo: true };
}

function after(element, edits, judge) {
  const made = (alignment, edit) => (edit.edit === "judge" ? judged(alignment, edit, judge) : { ...alignment, strength: edit.strength });
  const alignments = element.alignments.map((alignment) => edits.filter(({ sdg }) => sdg === alignment.sdg).reduce(made, alignment));
  return { ...element, alignments, uncertain: edits.some(({ edit }) => edit === "confirm") ? "" : element.uncertain };
}

function judged(alignment, { judgement, strength, why }, { reviewer, today }) {
  const who = judgement === "none" ? { reviewer: "", judged: "" } : { reviewer, judged: today };
  const own = judgement === "accepted" && alignment.justification === "suggested";
  const back = judgement === "none" && alignment.justification === "curated";
  return {
    ...alignment,
    ...who,
    judgement,
    strength: strength ?? alignment.strength,
    why: why ?? alignment.why,
    justification: own ? "curated" : back ? "suggested" : alignment.justification,
    confidence: own ? "" : alignment.confidence,
  };
}

function counted(counts, elements) {
  const every = elements.flatMap(({ alignments }) => alignments.map(({ judgement }) => judgement));
  const judged = every.filter((judgement) => CERTAIN.includes(judgement)).length;
  const unsure = every.filter((judgement) => judgement === "unsure").length;
  const uncertain = elements.filter((element) => element.uncertain).length;
  return { ...counts, judged, unsure, left: every.length - judged - unsure, uncertain };
}
