/* How many tricks each took: the last one left is what remains of ten. */

import { el, say } from "../dom.js";
import { gettext as _ } from "../words.js";

const ALL = 10;

export class TrickCounts {
  /* `tricks` is the draft's own list and is written to. */
  constructor({ seats, tricks, nameOf }) {
    Object.assign(this, { seats, tricks });
    this.inputs = seats.map((seat) => this.#input(seat));
    this.left = el("p", { class: "says" });
    const labels = seats.map((seat, at) => el("label", { class: "trick-count" }, el("span", { class: "name", dir: "auto" }, nameOf(seat)), this.#steps(at)));
    this.element = el("fieldset", { class: "trick-counts", "data-field": "tricks" }, el("legend", {}, _("Tricks")), ...labels, this.left);
    this.#tell();
  }

  #input(seat) {
    const count = this.tricks[seat];
    const input = el("input", { type: "number", inputmode: "numeric", min: 0, max: ALL, name: `tricks-${seat}`, value: count === null ? null : count });
    input.addEventListener("input", () => this.#take(seat, input));
    return input;
  }

  #steps(at) {
    const step = (by, sign) => el("button", { type: "button", class: "step", tabindex: -1, "aria-hidden": "true", onclick: () => this.#step(at, by) }, sign);
    return el("span", { class: "steps" }, step(-1, "−"), this.inputs[at], step(1, "+"));
  }

  #step(at, by) {
    const input = this.inputs[at];
    input.value = String(Math.min(ALL, Math.max(0, Number(input.value || 0) + by)));
    this.#take(this.seats[at], input);
  }

  #take(seat, input) {
    const isWhole = /^\d+$/.test(input.value);
    this.tricks[seat] = isWhole ? Number(input.value) : null;
    input.dataset.own = isWhole ? "yes" : "";
    this.#fillLast();
    this.#tell();
  }

  /* When all but one were entered by hand, the last follows. */
  #fillLast() {
    const open = this.inputs.filter((input) => !input.dataset.own);
    if (open.length !== 1) return;
    const at = this.inputs.indexOf(open[0]);
    const rest = ALL - this.#sum(this.seats[at]);
    this.tricks[this.seats[at]] = rest >= 0 ? rest : null;
    open[0].value = rest >= 0 ? String(rest) : "";
  }

  #sum(without = null) {
    return this.seats.reduce((sum, seat) => sum + (seat === without ? 0 : (this.tricks[seat] ?? 0)), 0);
  }

  #tell() {
    const left = ALL - this.#sum();
    say(this.left, left === 0 ? _("Ten tricks in all.") : _("Left: %(count)s", { count: left }));
  }
}
