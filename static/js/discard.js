/* The declarer's two slots and the contract: chosen here, sent as one act. */

import { el, setAttribute } from "./dom.js";
import { gettext as _ } from "./words.js";
import { Ladder } from "./ladder.js";
import { bidSign, isBid } from "./bids.js";
import { cardElement, cardWords } from "./cards.js";

export class Discard {
  constructor({ ladderRoot, slots, bar, store, act, question, redraw }) {
    Object.assign(this, { store, act, question, redraw, slots });
    this.ladder = new Ladder(ladderRoot, (bid) => this.#choose(bid));
    this.order = el("button", { type: "button", class: "button", "data-do": "order" });
    this.order.addEventListener("click", () => this.#send());
    this.concede = el("button", { type: "button", class: "button quiet", "data-do": "concede" }, _("Concede"));
    this.concede.addEventListener("click", () => this.#concede());
    bar.append(this.order, this.concede);
    this.forget();
  }

  forget() {
    this.chosen = [];
    this.contract = null;
  }

  /* A third card takes the place of the older one. */
  lift(card) {
    if (this.#wanted() === 0) return;
    this.chosen = [...this.chosen.filter((held) => held !== card), card].slice(-2);
    this.redraw();
  }

  put(card) {
    this.chosen = this.chosen.filter((held) => held !== card);
    this.redraw();
  }

  isReady() {
    return this.chosen.length === this.#wanted();
  }

  #contracts() {
    return this.store.view.legal?.filter(isBid) ?? [];
  }

  /* Without the talon nothing is discarded: the contract is only named. */
  #wanted() {
    return this.#contracts().some((bid) => bid.endsWith("!")) ? 0 : 2;
  }

  #choose(bid) {
    this.contract = bid;
    this.redraw();
  }

  draw() {
    const contracts = this.#contracts();
    if (!contracts.includes(this.contract)) [this.contract] = contracts;
    this.slots.replaceChildren(...[0, 1].map((at) => this.#slot(this.chosen[at])));
    this.ladder.draw({ legal: new Set(contracts), chosen: this.contract, reason: () => _("below the winning bid") });
    this.order.textContent = this.#label();
    setAttribute(this.order, "aria-disabled", this.isReady() ? null : "true");
    this.concede.hidden = !this.store.mayDo("concede");
  }

  #slot(card) {
    if (!card) return el("span", { class: "slot-empty" }, el("span", { class: "visually-hidden" }, _("empty place of the discard")));
    const button = cardElement(card, "button", { type: "button", "aria-label": _("%(card)s, take back", { card: cardWords(card) }), "data-lifted": card });
    button.addEventListener("click", () => this.put(card));
    return button;
  }

  #label() {
    if (!this.isReady()) return _("Discard: %(count)s of 2 chosen", { count: this.chosen.length });
    return _("Order %(bid)s", { bid: bidSign(this.contract) });
  }

  #send() {
    if (this.isReady()) this.act([...this.chosen, this.contract].join(" "));
  }

  #concede() {
    this.question.ask({ text: _("Concede the deal without play?"), yes: _("Yes, concede"), danger: true }, () => this.act("concede"));
  }
}
