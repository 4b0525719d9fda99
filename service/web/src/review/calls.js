// Asks the review's server. The key stands after # in the address that was opened; it is kept for this tab alone.

const KEPT = "malgraf-key";

/** What the server said no to: its words in both languages, and of which kind it is. */
export class Refusal extends Error {
  constructor(status, { kind = "failed", sv = "", en = "" }) {
    super(en);
    Object.assign(this, { status, kind, sv, en });
  }
}

/** Takes the key out of the address, so that it is in no history, and keeps it while the tab is open. */
export function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given) sessionStorage.setItem(KEPT, given);
  if (given) history.replaceState(null, "", location.pathname + location.search);
  return Boolean(sessionStorage.getItem(KEPT));
}

/** What the server has at a path. */
export const get = async (path, options = {}) => (await answered(path, options)).json();

/** The text that the server has at a path. */
export const text = async (path) => (await answered(path, {})).text();

/** What the server says to what is sent. */
export async function post(path, value = {}) {
  const headers = { "Content-Type": "application/json" };
  return (await answered(path, { method: "POST", headers, body: JSON.stringify(value) })).json();
}

/** Throws a Refusal, or what fetch throws where nobody answers. */
async function answered(path, options) {
  const headers = { ...options.headers, "X-Malgraf-Key": sessionStorage.getItem(KEPT) ?? "" };
  const answer = await fetch(path, { ...options, headers, cache: "no-store" });
  if (answer.ok) return answer;
  throw new Refusal(answer.status, await answer.json().catch(() => ({})));
}
