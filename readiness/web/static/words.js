// The words of the page, in the language that this browser has chosen.

const words = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang;
const region = language === "en" ? "en-GB" : language; // the day before the month, as in the reports
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const shares = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit", hour12: false });
const dates = new Intl.DateTimeFormat(region, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** Return a phrase with its {places} filled. */
export function say(key, values = {}) {
  const text = words[key];
  if (text === undefined) return key;
  return text.replace(/\{([a-z_]+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Return the phrase for one or for another number of things. */
export const count = (key, number, values = {}) =>
  say(`${key}.${number === 1 ? "one" : "other"}`, { number: figure(number), ...values });

export const has = (key) => key in words;
export const figure = (number) => numbers.format(number);
export const percent = (share) => shares.format(share);
export const listed = (names) => names.join(say("comma"));
export const timeOf = (moment) => clock.format(new Date(moment));

/** Return a day such as 2026-03-01 as this language writes it. */
export function dayOf(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? text : dates.format(day);
}

/** Return text in the best of the languages it is there in, given as {language: text}. */
export function best(texts) {
  const order = { "zh-Hant": ["zh-Hant", "zh-Hans", "en"], "zh-Hans": ["zh-Hans", "zh-Hant", "en"] };
  for (const one of order[language] || ["en"]) if (texts[one]) return texts[one];
  return Object.values(texts).find(Boolean) || "";
}
