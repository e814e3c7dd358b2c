/* Rows of choices: each a fieldset of radios, with the place for what is wrong beside it. */

import { el, say } from "../dom.js";

export function choiceRow({ name, legend, options, value, pick }) {
  const labels = options.map((option) => {
    const input = el("input", { type: "radio", name, value: option.value, checked: option.value === value, onchange: () => pick(option.value) });
    return el("label", {}, input, el("span", { class: option.look ?? null, "aria-label": option.spoken ?? null, role: option.spoken ? "img" : null }, String(option.label)));
  });
  return el("fieldset", { class: "choice-row", "data-field": name }, el("legend", {}, legend), ...labels);
}

export const errorPlace = (field) => el("p", { class: "error", role: "alert", "data-error": field });

/* Says at each place what is wrong there; nothing where nothing is. */
export function showErrors(root, errors) {
  for (const place of root.querySelectorAll("[data-error]")) {
    say(place, errors[place.dataset.error] ?? "");
  }
}
