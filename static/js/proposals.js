/* What is put to the others: the tricks that are left (an offer), and to end the pulka now. */

import { el } from "./dom.js";
import { gettext as _ } from "./words.js";

export class Proposals {
  constructor({ bar, resultBar, store, act, question }) {
    Object.assign(this, { store, act, question });
    this.offer = el("button", { type: "button", class: "button quiet", "data-do": "offer", hidden: true }, _("Offer…"));
    this.end = el("button", { type: "button", class: "button quiet", "data-do": "end", hidden: true }, _("End now…"));
    this.offer.addEventListener("click", () => this.#askOffer());
    this.end.addEventListener("click", () => this.#askEnd());
    bar.append(this.offer);
    resultBar.append(this.end);
    this.sent = null;
  }

  draw() {
    const { view, you } = this.store;
    this.offer.hidden = !this.#mayOffer();
    this.end.hidden = you === null || view.phase !== "result" || view.bots[you] || view.ending !== null;
    if (view.phase !== "play") this.sent = null;
    if (view.ending && you !== null && !view.ending.agreed[you] && !this.question.isOpen()) this.#answerEnd();
  }

  /* The offer was not proved from one's own cards: the others may be asked, cards face up. */
  unproved() {
    const tricks = this.sent;
    if (!tricks) return;
    const text = _("Not proved. Ask the others? Your hand will lie face up.");
    this.question.ask({ text, yes: _("Ask them"), danger: true }, () => this.act(`ask ${tricks}`));
  }

  #mayOffer() {
    const { view, you } = this.store;
    if (view.phase !== "play" || you === null || view.bots[you] || view.offered[you]) return false;
    const plays = view.active.some((seat) => view.players_of[seat] === you);
    return plays && (view.trick.length === 0 || view.turn.includes(you));
  }

  #askOffer() {
    const { view, you } = this.store;
    const left = 10 - view.tricks.reduce((all, count) => all + count, 0);
    const fields = view.active.map((seat) => this.#field(seat, left, seat === you ? left : 0));
    const form = el("div", { class: "offer-fields" }, fields.map(({ label }) => label));
    const text = _("The tricks left, %(count)s: who takes how many?", { count: left });
    this.question.ask({ text, yes: _("Offer"), form }, () => this.#send(fields));
  }

  #field(seat, left, count) {
    const input = el("input", { type: "number", min: "0", max: String(left), value: String(count), inputmode: "numeric", "data-seat": String(seat) });
    return { seat, input, label: el("label", {}, el("span", { dir: "auto" }, this.store.name(seat)), input) };
  }

  #send(fields) {
    const counts = Array.from({ length: this.store.view.players }, () => 0);
    for (const { seat, input } of fields) counts[seat] = Number.parseInt(input.value, 10) || 0;
    this.sent = counts.join(" ");
    this.act(`offer ${this.sent}`);
  }

  #askEnd() {
    const text = _("End the pulka now, as the sheet stands? All have to agree.");
    this.question.ask({ text, yes: _("Propose") }, () => this.act("end_now"));
  }

  #answerEnd() {
    const { view } = this.store;
    const text = _("%(name)s: end the pulka now, as the sheet stands?", { name: this.store.name(view.ending.by) });
    const words = { text, yes: _("Agree"), no: _("Play on") };
    this.question.ask(words, () => this.act("agree_end"), () => this.act("refuse_end"));
  }
}
