/* The form of one deal: a new one, or one to correct. */

import { el } from "../dom.js";
import { gettext as _, pgettext } from "../words.js";
import { SIGNS, suitWord } from "../cards.js";
import { strainSign } from "../bids.js";
import { check } from "./book.js";
import { asksCalls, asksTricks, defenders, draftOf, emptyDraft, halfIsOpen, isHalf, takers, toldOf } from "./draft.js";
import { choiceRow, errorPlace, showErrors } from "./fields.js";
import { Impossible } from "./impossible.js";
import { problemText } from "./refusals.js";
import { TrickCounts } from "./trick-counts.js";

const LEVELS = [6, 7, 8, 9, 10];
const STRAINS = ["S", "C", "D", "H", "N"];

export class DealForm {
  constructor({ root, nameOf, write, leave }) {
    Object.assign(this, { root, nameOf, write, leave, draft: null, at: null });
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /* `counted` is the whole pulka; a deal to correct is told with the series before it. */
  draw(rules, counted) {
    const k = this.at === null ? counted.k : (counted.rows[this.at]?.k ?? counted.k);
    const isOther = tableKey(rules, counted) !== this.place;
    Object.assign(this, { rules, k, place: tableKey(rules, counted) });
    if (isOther || this.draft === null) this.draft = emptyDraft(rules, counted.dealer);
    if (isOther) this.at = null;
    this.#render();
  }

  correct(at, row) {
    Object.assign(this, { at, k: row.k, draft: draftOf(row.told, this.rules) });
    this.#render();
    this.root.querySelector("legend").scrollIntoView({ block: "center" });
    this.root.querySelector("input:checked")?.focus({ preventScroll: true });
  }

  #pick(changes) {
    Object.assign(this.draft, changes);
    this.#render();
  }

  #render() {
    const focused = this.root.contains(document.activeElement) ? [document.activeElement.name, document.activeElement.value] : null;
    this.root.replaceChildren(...this.#parts());
    const again = focused && [...this.root.querySelectorAll("input, select")].find(({ name, value, type }) => name === focused[0] && (type !== "radio" || value === focused[1]));
    again?.focus({ preventScroll: true });
  }

  #parts() {
    const { draft } = this;
    const title = this.at === null ? _("New deal") : _("Correct deal %(number)s", { number: this.at + 1 });
    return [
      el("h2", {}, title),
      this.#kinds(),
      draft.kind === "game" ? null : errorPlace("contract"),
      this.#seats("dealer", _("Dealer"), this.#everybody(), draft.dealer),
      errorPlace("dealer"),
      ...(draft.kind === "all_pass" ? [] : this.#contract()),
      ...(asksCalls(draft, this.rules) ? this.#calls() : []),
      ...(asksTricks(draft, this.rules) ? this.#tricks() : []),
      this.#buttons(),
    ].filter(Boolean);
  }

  #kinds() {
    const kinds = [["game", _("Game")], ["misere", _("Misère")], ["all_pass", _("All pass")]];
    if (this.rules.concede_without_three || this.draft.kind === "concede") kinds.push(["concede", _("Conceded")]);
    return choiceRow({ name: "kind", legend: _("What was played"), options: kinds.map(([value, label]) => ({ value, label })), value: this.draft.kind, pick: (kind) => this.#pick({ kind }) });
  }

  #seats(name, legend, seats, value) {
    const options = seats.map((seat) => ({ value: seat, label: this.nameOf(seat) }));
    return choiceRow({ name, legend, options, value, pick: (seat) => this.#pick({ [name]: seat }) });
  }

  #everybody() {
    return [...Array(this.rules.players).keys()];
  }

  #contract() {
    const { draft, rules } = this;
    const active = this.#everybody().filter((seat) => rules.players === 3 || seat !== draft.dealer);
    const parts = [this.#seats("declarer", _("Who plays"), active, draft.declarer), errorPlace("declarer")];
    if (draft.kind === "misere") return [...parts, ...this.#withoutTalon()];
    parts.push(choiceRow({ name: "level", legend: _("Level"), options: LEVELS.map((level) => ({ value: level, label: level })), value: draft.level, pick: (level) => this.#pick({ level }) }), errorPlace("level"));
    if (draft.kind === "concede") return parts;
    const strains = STRAINS.map((strain) => ({ value: strain, label: strain === "N" ? strainSign("N") : SIGNS[strain], look: `suit-${strain}`, spoken: suitWord(strain) }));
    parts.push(choiceRow({ name: "strain", legend: _("Suit"), options: strains, value: draft.strain, pick: (strain) => this.#pick({ strain }) }), errorPlace("contract"));
    return [...parts, ...this.#withoutTalon(), ...this.#talon()];
  }

  #withoutTalon() {
    const { draft } = this;
    const mayBe = this.rules.misere_no_talon && (draft.kind === "misere" || draft.level >= 9);
    if (!mayBe && !draft.noTalon) return [];
    const box = el("input", { type: "checkbox", name: "noTalon", checked: draft.noTalon, onchange: ({ target }) => this.#pick({ noTalon: target.checked }) });
    return [el("label", { class: "tick" }, box, _("without talon")), errorPlace("no_talon")];
  }

  #talon() {
    if (this.rules.talon_bonus === "off") return [];
    const words = [["none", _("nothing of value")], ["one", _("one ace")], ["marriage", _("king and queen of a suit")], ["ace_king", _("ace and king of a suit")], ["aces", _("two aces")]];
    const options = words.map(([value, label]) => el("option", { value, selected: value === this.draft.talon }, label));
    const select = el("select", { name: "talon", onchange: ({ target }) => this.#pick({ talon: target.value }) }, ...options);
    return [el("label", { class: "field" }, _("In the talon"), select), errorPlace("talon")];
  }

  #calls() {
    const { draft, rules } = this;
    const [first, second] = defenders(draft, rules);
    const half = halfIsOpen(draft, rules);
    const words = (withHalf) => [["whist", _("whist")], ["pass", _("pass")], ...(withHalf ? [["half", _("half-whist")]] : [])].map(([value, label]) => ({ value, label }));
    const row = (name, seat, withHalf) => choiceRow({ name, legend: this.nameOf(seat), options: words(withHalf), value: draft[name], pick: (call) => this.#pick({ [name]: call }) });
    const rows = [row("first", first, half && rules.whist_pass_half), row("second", second, half)];
    if (isHalf(draft)) rows.push(this.#then(draft.first === "half" ? second : first));
    return [...rows, errorPlace("calls")];
  }

  /* What became of a half-whist. */
  #then(asked) {
    const options = [{ value: "stands", label: _("it stands") }, { value: "return", label: _("%(name)s: return to whist", { name: this.nameOf(asked) }) }];
    if (this.rules.players === 4 && this.rules.dealer_may_whist) options.push({ value: "dealer", label: _("%(name)s: dealer's whist", { name: this.nameOf(this.draft.dealer) }) });
    return choiceRow({ name: "then", legend: pgettext("half-whist", "After the half-whist"), options, value: this.draft.then, pick: (then) => this.#pick({ then }) });
  }

  #tricks() {
    const counts = new TrickCounts({ seats: takers(this.draft, this.rules), tricks: this.draft.tricks, nameOf: this.nameOf });
    return [counts.element, errorPlace("tricks")];
  }

  #buttons() {
    const write = el("button", { class: "button large", "data-do": "write" }, this.at === null ? _("Write it down") : _("Correct it"));
    const leave = el("button", { class: "button quiet", type: "button", "data-do": "leave", onclick: () => this.#leave() }, _("Leave as it was"));
    return el("div", { class: "form-buttons" }, write, this.at === null ? null : leave);
  }

  #leave() {
    Object.assign(this, { at: null, draft: null });
    this.leave();
  }

  #submit() {
    try {
      const told = toldOf(this.draft, this.rules);
      check(this.rules, told, this.k);
      const { at } = this;
      Object.assign(this, { at: null, draft: null });
      this.write(told, at);
    } catch (problem) {
      if (!(problem instanceof Impossible)) throw problem;
      showErrors(this.root, { [problem.field]: problemText(problem, this.nameOf) });
      this.root.querySelector(`[data-error="${problem.field}"]`)?.scrollIntoView({ block: "center" });
    }
  }
}

/* A draft belongs to the place in the pulka it was begun for. */
const tableKey = (rules, { rows, dealer, k }) => [rules.players, rows.length, dealer, k].join();
