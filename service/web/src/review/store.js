// The draft as the server last told it, and over it what has been done since: shown at once, saved one after the other.
//
// To save a change in a large plan takes seconds, and a person judges faster. So a judgement shows before it is saved,
// and whatever was not saved is known and told: it waits here until the server has said that the file has it.

import { Refusal, get, post } from "./calls.js";
import { guessed, isGuess } from "./guess.js";

const MANY = 5; // judgements that wait before they are sent together, which makes them one step to undo
const MOST = 20;

export class Store {
  #waiting = [];
  #busy = false;
  #alone = false;
  #stuck = false;

  /** `changed` is called with what is shown, `stopped` with why nothing more is saved. */
  constructor({ changed, stopped }) {
    Object.assign(this, { changed, stopped, saved: null, shown: null });
  }

  /** How many changes are not known to be saved. */
  get unsaved() {
    return this.#waiting.length;
  }

  /** Whether somebody has to do something before they are. */
  get stuck() {
    return this.#stuck && this.unsaved > 0;
  }

  /** What the first of them is. */
  get first() {
    return this.#waiting[0]?.what ?? "";
  }

  /** When nothing waits any more. */
  async settled() {
    while (this.#waiting.length && this.#busy) await this.#waiting.at(-1).done;
  }

  async load() {
    this.#take(await get("/state"));
  }

  /** Makes a change; true when it is saved, false when it was refused. */
  change(edit, what) {
    return this.#put({ path: "/edit", edit, what });
  }

  undo() {
    return this.#put({ path: "/undo", what: "" });
  }

  redo() {
    return this.#put({ path: "/redo", what: "" });
  }

  /** Sends again what waits, if the file is still the one that it was meant for. True where it is. */
  async retry() {
    if (this.#busy) return true;
    const now = await get("/state");
    const same = now.token === this.saved.token;
    if (!same) this.#forget();
    this.#take(now);
    this.#send();
    return same;
  }

  /** Reads the file anew; what was not saved is forgotten, and how much that was is told. */
  async reload() {
    const lost = this.#forget();
    this.#take(await post("/reload"));
    return lost;
  }

  #put(act) {
    const waiting = { ...act };
    waiting.done = new Promise((resolve) => Object.assign(waiting, { resolve }));
    this.#waiting.push(waiting);
    this.#show();
    this.#send();
    return waiting.done;
  }

  async #send() {
    if (this.#busy || !this.#waiting.length) return;
    [this.#busy, this.#stuck] = [true, false];
    const acts = this.#next();
    try {
      const told = await post(...this.#call(acts));
      this.#waiting.splice(0, acts.length);
      this.#alone = false;
      this.#take(told);
      for (const act of acts) act.resolve(true);
    } catch (error) {
      if (!this.#refused(error, acts)) return;
    } finally {
      this.#busy = false;
    }
    this.#send();
  }

  /** What is sent now: one act, or many judgements at once where many wait. */
  #next() {
    const [first] = this.#waiting;
    if (this.#alone || this.#waiting.length < MANY || !isGuess(first.edit)) return [first];
    const end = this.#waiting.findIndex(({ edit }) => !isGuess(edit));
    return this.#waiting.slice(0, Math.min(end < 0 ? this.#waiting.length : end, MOST));
  }

  #call([first, ...rest]) {
    if (!first.edit) return [first.path];
    const { token } = this.saved;
    return rest.length ? ["/edits", { edits: [first, ...rest].map(({ edit }) => edit), token }] : ["/edit", { edit: first.edit, token }];
  }

  /** Whether to go on with the next after what was refused. Several that were refused are tried one by one. */
  #refused(error, acts) {
    const goesOn = error instanceof Refusal && ["edit", "nothing"].includes(error.kind);
    if (goesOn && acts.length > 1) this.#alone = true;
    else if (goesOn) {
      this.#waiting.shift();
      acts[0].resolve(false);
    }
    this.#stuck = !goesOn;
    this.#show();
    if (!this.#alone || acts.length === 1) this.stopped(error);
    return goesOn;
  }

  #forget() {
    const lost = this.#waiting.length;
    for (const act of this.#waiting.splice(0)) act.resolve(false);
    return lost;
  }

  #take(told) {
    this.saved = told;
    this.#show();
  }

  #show() {
    this.shown = guessed(this.saved, this.#waiting.map(({ edit }) => edit).filter(isGuess));
    this.changed(this.shown);
  }
}
