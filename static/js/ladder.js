/* The 26 rungs, always all in place and in the order of their strength. */

import { el, say, setAttribute } from "./dom.js";
import { gettext as _ } from "./words.js";
import { LADDER, bidSign, bidWords, levelOf, strainOf } from "./bids.js";

export class Ladder {
  constructor(root, press) {
    this.root = root;
    this.rungs = new Map(LADDER.map((bid) => [bid, this.#rung(bid, press)]));
    root.append(...[...this.rungs.values()].map((parts) => parts.button));
  }

  #rung(bid, press) {
    const sign = el("span", { class: `sign suit-${strainOf(bid)}`, "aria-hidden": "true" }, bidSign(bid));
    const owner = el("span", { class: "owner", "aria-hidden": "true" });
    const words = el("span", { class: "visually-hidden" });
    const button = el("button", { type: "button", class: "rung", "data-bid": bid }, sign, owner, words);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") press(bid);
    });
    return { button, owner, words };
  }

  /* `legal` is a set of bids; `held` may be pressed on the standing rung. */
  draw({ legal, standing = null, initial = "", chosen = null, held = false, reason }) {
    const cheapest = LADDER.find((bid) => bid !== "misere" && legal.has(bid));
    for (const [bid, parts] of this.rungs) {
      const isStanding = standing === bid;
      const open = legal.has(bid) || (isStanding && held);
      const { classList } = parts.button;
      classList.toggle("standing", isStanding);
      classList.toggle("cheapest", bid === cheapest);
      classList.toggle("chosen", bid === chosen);
      setAttribute(parts.button, "aria-disabled", open ? null : "true");
      setAttribute(parts.button, "aria-pressed", chosen === null ? null : String(bid === chosen));
      say(parts.owner, isStanding ? initial : "");
      say(parts.words, this.#spoken(bid, open, isStanding, held, reason));
    }
  }

  #spoken(bid, open, isStanding, held, reason) {
    const parts = [bidWords(bid)];
    if (isStanding) parts.push(held ? _("standing bid, press to hold") : _("standing bid"));
    else if (!open) parts.push(reason(bid));
    return parts.filter(Boolean).join(", ");
  }
}

/* Why a rung cannot be pressed, for those who hear it. */
export function whyTooLow(view, bid) {
  const standing = view.standing ? LADDER.indexOf(view.standing[1]) : -1;
  if (bid !== "misere" && LADDER.indexOf(bid) < standing) return _("below the standing bid");
  if (bid !== "misere" && levelOf(bid) < view.min_level) return _("the lowest level is %(level)s now", { level: view.min_level });
  if (bid === "misere") return _("misère only as your first word");
  return "";
}
