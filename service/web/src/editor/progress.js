// A query on its way: how long it has run, and the button that cancels it. The service stops what nobody waits for.

import { $ } from "./dom.js";
import { lasted, word } from "./words.js";

const [said, clock] = $("status").children;
let running = null;

/** Run some work that takes a signal; a new one cancels the one before. Says at the end what `told` makes of it. */
export async function run(work, told) {
  running?.abort();
  const own = (running = new AbortController());
  const began = performance.now();
  const lasting = () => lasted(performance.now() - began);
  const timer = setInterval(() => (clock.textContent = word("elapsed", { seconds: lasting() })), 100);
  say(word("running"));
  $("cancel").hidden = false;
  try {
    const found = await work(own.signal);
    if (running === own) say(told(found, lasting()));
    return found;
  } catch (error) {
    if (running === own) say(error.name === "AbortError" ? word("cancelled", { seconds: lasting() }) : word("failed"));
    throw error;
  } finally {
    clearInterval(timer);
    if (running === own) settle();
  }
}

/** Cancel what runs. */
export const cancel = () => running?.abort();

function settle() {
  running = null;
  clock.replaceChildren();
  const hadFocus = document.activeElement === $("cancel");
  $("cancel").hidden = true;
  if (hadFocus) $("run").focus();
}

function say(text) {
  said.textContent = text;
}
