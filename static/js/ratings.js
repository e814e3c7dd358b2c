/* What the pulka did to the ratings: asked for when it is over, a few times until it is known. */

import { el } from "./dom.js";
import { gettext as _ } from "./words.js";
import { signed } from "./settlement.js";

const PAUSES_MS = [0, 400, 1_000, 3_000, 6_000, 12_000];

export class RatingChanges {
  constructor({ after, store, url }) {
    Object.assign(this, { store, url });
    this.root = el("section", { class: "rating-changes", hidden: "" });
    after.after(this.root);
  }

  draw() {
    if (!this.url || this.asked) return;
    this.asked = true;
    this.#ask(0);
  }

  #ask(tries) {
    if (tries < PAUSES_MS.length) setTimeout(() => this.#answer(tries), PAUSES_MS[tries]);
  }

  async #answer(tries) {
    try {
      const told = await (await fetch(this.url, { headers: { Accept: "application/json" } })).json();
      if (told.reckoned) return this.#tell(told);
    } catch {
      // the line is down: once more
    }
    this.#ask(tries + 1);
  }

  #tell({ reckoned, seats }) {
    const lines = Object.entries(seats).map(([seat, change]) => el("li", { "data-seat": seat }, this.#line(Number(seat), change)));
    const why = whyNot(reckoned);
    this.root.replaceChildren(el("h3", {}, _("Ratings")), why ? el("p", {}, why) : el("ul", {}, ...lines));
    this.root.hidden = false;
  }

  #line(seat, { before, after, points, is_provisional: provisional }) {
    const mark = provisional ? "?" : "";
    return _("%(name)s: %(before)s → %(after)s (%(change)s)", { name: this.store.name(seat), before, after: `${after}${mark}`, change: signed(points) });
  }
}

const whyNot = (reckoned) =>
  ({
    few_deals: _("Ratings stay as they were: fewer than six deals were played."),
    bots: _("Ratings stay as they were: a bot had a seat from the start."),
    our_fault: _("Ratings stay as they were: the club was away when the pulka ended."),
    unreadable: _("Ratings stay as they were: the club cannot read this pulka."),
  })[reckoned];
