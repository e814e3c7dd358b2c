/* gettext in the browser: the page carries the catalogue of its language as JSON. */

import { data } from "./dom.js";

const catalogue = data("words");
export const language = document.documentElement.lang || "en";
const plural = new Intl.PluralRules(language);
const FORMS = ["one", "few", "many"];
const CONTEXT = "\u0004";

function put(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_all, name) => values[name]);
}

function found(msgid) {
  const texts = catalogue[msgid];
  return texts && texts[0] ? texts[0] : null;
}

export function gettext(msgid, values = {}) {
  return put(found(msgid) ?? msgid, values);
}

export function pgettext(context, msgid, values = {}) {
  return put(found(context + CONTEXT + msgid) ?? msgid, values);
}

export function ngettext(one, many, count, values = {}) {
  const texts = catalogue[one];
  const form = plural.select(count);
  const own = texts && texts[texts.length > 2 ? Math.max(0, FORMS.indexOf(form)) : Number(form !== "one")];
  return put(own || (count === 1 ? one : many), { count, ...values });
}
