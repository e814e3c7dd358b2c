/* Who plays, by which convention and agreements, and to what pool. */

import { el, say } from "../dom.js";
import { Agreements } from "../rules/agreements.js";
import { gettext as _ } from "../words.js";
import { conflicts } from "./rules.js";

export class Setup {
  constructor({ form, presets, reasons, change }) {
    Object.assign(this, { form, presets, reasons, change });
    this.agreements = new Agreements(form);
    form.addEventListener("change", (event) => this.#changed(event.target));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  draw({ rules, names, first, deals }) {
    const { form } = this;
    this.rules = rules;
    this.state = { names, first, deals };
    for (const input of form.querySelectorAll("[name=players]")) {
      input.checked = Number(input.value) === rules.players;
      input.disabled = deals.length > 0;
    }
    form.elements.base.value = rules.convention;
    form.elements.pool_target.value = rules.pool_target;
    names.concat("").slice(0, 4).forEach((name, seat) => this.#name(seat, name, rules.players));
    this.#dealers(first, rules.players, names);
    this.agreements.show(rules);
    this.agreements.showErrors({});
    say(form.querySelector("[data-changed]"), this.#changes(rules));
  }

  #name(seat, name, players) {
    const input = this.form.elements[`name-${seat}`];
    if (document.activeElement !== input) input.value = name;
    input.closest("label").hidden = seat >= players;
  }

  #dealers(first, players, names) {
    const options = names.map((name, seat) => el("option", { value: seat, selected: seat === first }, name || _("Player %(number)s", { number: seat + 1 })));
    this.form.elements.first.replaceChildren(...options.slice(0, players));
  }

  #changes(rules) {
    const base = this.presets[rules.convention][rules.players];
    const lines = Object.keys(base).filter((name) => name !== "pool_target" && rules[name] !== base[name]).map((name) => this.agreements.says(name));
    const changed = lines.filter(Boolean).join(" ");
    const agreed = changed ? _("Agreed otherwise: %(changes)s", { changes: changed }) : _("All as in the convention.");
    const convention = this.form.elements.base.selectedOptions[0].textContent;
    return `${convention} · ${_("pool to %(target)s", { target: rules.pool_target })} · ${agreed}`;
  }

  #changed(field) {
    const { name, value } = field;
    const { names, first } = this.state;
    if (name.startsWith("name-")) return this.change({ names: names.map((old, seat) => (name === `name-${seat}` ? value.trim() : old)) });
    if (name === "first") return this.change({ first: Number(value) });
    if (name === "players") return this.#players(Number(value), names, first);
    if (name === "base") return this.change({ rules: { ...this.presets[value][this.rules.players], pool_target: this.rules.pool_target } });
    return this.#agree({ ...this.rules, [name]: this.agreements.valueOf(field, this.rules[name]) });
  }

  #players(players, names, first) {
    const rules = { ...this.presets[this.rules.convention][players], pool_target: this.rules.pool_target };
    const all = [...names, "", ""].slice(0, players);
    this.change({ rules, names: all, first: Math.min(first, players - 1) });
  }

  #agree(rules) {
    const wrong = conflicts(rules);
    if (!wrong.length) return this.change({ rules });
    this.agreements.showErrors(Object.fromEntries(wrong.map(([field, reason]) => [field, this.reasons[reason]])));
    return null;
  }
}
