/* The auction: the ladder, and pass, hold, cheapest bid as buttons below it. */

import { el, setAttribute } from "./dom.js";
import { gettext as _ } from "./words.js";
import { Ladder, whyTooLow } from "./ladder.js";
import { LADDER, bidSign, isBid, levelOf } from "./bids.js";

export class Auction {
  constructor({ ladderRoot, bar, store, act, question }) {
    Object.assign(this, { store, act, question, bar });
    this.ladder = new Ladder(ladderRoot, (bid) => this.press(bid));
    this.pass = this.#button("pass", () => this.act("pass"));
    this.hold = this.#button("hold", () => this.act("hold"));
    this.raise = this.#button("raise", () => this.press(this.raise.dataset.bid));
    this.extra = el("span", { class: "extra" });
    bar.append(this.pass, this.hold, this.raise, this.extra);
    this.pass.textContent = _("Pass");
  }

  #button(name, press) {
    const node = el("button", { type: "button", class: name === "raise" ? "button" : "button quiet", "data-do": name });
    node.addEventListener("click", () => node.getAttribute("aria-disabled") !== "true" && press());
    return node;
  }

  draw() {
    const { store } = this;
    const { view } = store;
    const [owner, standing] = view.standing ?? [null, null];
    const may = (act) => store.isAsked() && store.mayDo(act);
    const legal = new Set((view.legal ?? []).filter(isBid));
    const initial = owner === null ? "" : [...store.name(owner)][0] ?? "";
    this.ladder.draw({ legal, standing, initial, held: may("hold"), reason: (bid) => whyTooLow(view, bid) });
    setAttribute(this.pass, "aria-disabled", may("pass") ? null : "true");
    this.hold.hidden = !may("hold");
    if (standing) this.hold.textContent = _("Hold · %(bid)s", { bid: bidSign(standing) });
    this.#drawRaise(legal);
    this.#drawExtra(legal);
  }

  #drawRaise(legal) {
    const cheapest = LADDER.find((bid) => bid !== "misere" && legal.has(bid));
    this.raise.hidden = !cheapest;
    if (!cheapest) return;
    this.raise.dataset.bid = cheapest;
    this.raise.textContent = bidSign(cheapest);
  }

  /* Rungs without talon exist only after a misère was outbid: they are buttons, not rungs. */
  #drawExtra(legal) {
    const rungs = [...legal].filter((bid) => bid.endsWith("!"));
    this.extra.replaceChildren(...rungs.map((bid) => {
      const node = el("button", { type: "button", class: "button quiet", "data-bid": bid }, bidSign(bid));
      node.addEventListener("click", () => this.press(bid));
      return node;
    }));
  }

  press(bid) {
    const { store } = this;
    if (store.view.standing?.[1] === bid && store.mayDo("hold")) this.act("hold");
    else if (store.mayDo(bid)) this.#say(bid);
  }

  #say(bid) {
    const sure = this.#question(bid);
    if (sure) this.question.ask(sure, () => this.act(bid));
    else this.act(bid);
  }

  #question(bid) {
    if (levelOf(bid) === 0) return { text: _("Misère: there is no way back. Say it?"), yes: _("Yes, misère"), danger: true };
    const cheapest = LADDER.find((rung) => rung !== "misere" && this.store.mayDo(rung));
    if (levelOf(bid) === 10 || (cheapest && levelOf(bid) > levelOf(cheapest) + 1)) {
      return { text: _("This is a jump to %(bid)s. Say it?", { bid: bidSign(bid) }), yes: _("Yes, %(bid)s", { bid: bidSign(bid) }) };
    }
    return null;
  }
}
