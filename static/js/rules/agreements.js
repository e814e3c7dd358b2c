/* The fields of agreements in a form: each says below itself what its value means. */

import { say } from "../dom.js";

export class Agreements {
  constructor(form) {
    this.form = form;
    form.addEventListener("input", ({ target }) => this.#explain(target));
  }

  show(rules) {
    for (const field of this.#fields()) {
      field.value = String(rules[field.name]);
      this.#explain(field);
    }
  }

  /* The sentence of an agreement as it is set now; nothing for one without a field. */
  says(name) {
    const field = this.#fields().find((field) => field.name === name);
    return field ? sentenceOf(field) : "";
  }

  valueOf(field, before) {
    if (typeof before === "boolean") return field.value === "true";
    if (typeof before !== "number") return field.value;
    return field.value === "" ? Number.NaN : Number(field.value);
  }

  /* `errors` by field name. */
  showErrors(errors) {
    for (const place of this.form.querySelectorAll(".error[id^='error-']")) {
      const name = place.id.slice("error-".length);
      say(place, errors[name] ?? "");
      this.form.elements[name]?.setAttribute("aria-invalid", String(name in errors));
      if (name in errors) place.closest("details")?.setAttribute("open", "");
    }
  }

  #fields() {
    return [...this.form.querySelectorAll("[data-agreement] select, [data-agreement] input")];
  }

  #explain(field) {
    const place = field.closest("[data-agreement]")?.querySelector(".says");
    if (place) say(place, sentenceOf(field));
  }
}

function sentenceOf(field) {
  if (field.options) return field.selectedOptions[0]?.dataset.says ?? "";
  return field.dataset.says.replace("%(value)s", field.value);
}
