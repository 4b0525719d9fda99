// What the page says, in its language, and what it was told: both come with the page as data.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

const words = read("words");

export const facts = read("facts");
export const language = document.documentElement.lang;

const whole = new Intl.NumberFormat(language);
const seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A sentence with values in its places. */
export function word(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** A sentence about a number of things. */
export function counted(name, n, values = {}) {
  return word(name + (n === 1 ? "One" : "Many"), { n: figure(n), ...values });
}

/** A number as the language writes it. */
export const figure = (number) => whole.format(number);

/** Milliseconds as seconds. */
export const lasted = (milliseconds) => seconds.format(milliseconds / 1000);

/** When something was, as the language writes it. */
export const moment = (time) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
