// What the page says, in its language: the sentences come with the page as data.

const words = JSON.parse(document.getElementById("words").textContent);

export const language = document.documentElement.lang;

const whole = new Intl.NumberFormat(language);

/** A sentence with values in its places. */
export function word(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** A number as the language writes it. */
export const figure = (number) => whole.format(number);

/** A probability as it stands in the file, with the comma of the language. */
export const probability = (text) => (language === "sv" ? text.replace(".", ",") : text);

/** A text that is there in both languages, or else in one. */
export const inOurs = ({ sv, en }) => (language === "en" ? en || sv : sv || en);
