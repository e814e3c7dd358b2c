/* The end of the pulka: exact results, whole numbers, who owes whom. */

import { el, say } from "./dom.js";
import { gettext as _, ngettext } from "./words.js";

export class Settlement {
  constructor({ root, store, urls }) {
    Object.assign(this, { root, store, urls });
    this.body = el("div", { class: "settlement-body" });
    root.prepend(el("h2", {}, _("Settlement")), this.body);
  }

  draw() {
    this.#drawRematch();
    const { settlement } = this.store.view;
    if (!settlement || this.drawn) return;
    this.drawn = true;
    this.body.replaceChildren(this.#results(settlement), this.#payments(settlement));
  }

  /* Somebody wants one more: whoever sat here has his seat kept for a minute. */
  #drawRematch() {
    const { rematch, you } = this.store;
    const decline = this.root.querySelector("#decline");
    const link = this.root.querySelector("#rematch-link");
    if (!link) return; // a replay
    if (decline) decline.hidden = !rematch;
    link.hidden = !rematch || you !== null;
    if (rematch) link.href = this.urls.table.replace("{id}", rematch);
    say(this.root.querySelector("#rematch"), rematch && you !== null ? _("One more pulka is wanted: your seat is kept for a minute.") : "");
  }

  #results({ exact, shown }) {
    const order = shown.map((_points, seat) => seat).sort((a, b) => fraction(exact[b]) - fraction(exact[a]));
    const rows = order.map((seat, at) =>
      el("tr", { class: at === 0 ? "winner" : null, "data-seat": seat },
        el("th", { scope: "row", dir: "auto" }, this.store.name(seat)),
        el("td", { class: "shown" }, signed(shown[seat])),
        el("td", { class: "exact" }, exactText(exact[seat]))));
    const head = el("tr", {}, el("th", { scope: "col" }, _("Player")), el("th", { scope: "col" }, _("Whists")), el("th", { scope: "col" }, _("Exactly")));
    return el("table", { class: "results" }, el("thead", {}, head), el("tbody", {}, ...rows));
  }

  #payments({ payments }) {
    const lines = payments.map(([from, to, whists]) => el("li", {}, this.#payment(from, to, whists)));
    return el("section", { class: "payments" }, el("h3", {}, _("Who owes whom")), lines.length ? el("ul", {}, ...lines) : el("p", {}, _("Nobody owes anything.")));
  }

  #payment(from, to, whists) {
    const whole = fraction(whists);
    const names = { from: this.store.name(from), to: this.store.name(to), whists: exactText(whists).replace("+", "") };
    return Number.isInteger(whole) ? ngettext("%(from)s → %(to)s: %(whists)s whist", "%(from)s → %(to)s: %(whists)s whists", whole, names) : _("%(from)s → %(to)s: %(whists)s of a whist", names);
  }
}

export function fraction(text) {
  const [above, below = "1"] = text.split("/");
  return Number(above) / Number(below);
}

/* 184/3 is written as people write it: +61 1/3. */
export function exactText(text) {
  const [above, below = "1"] = text.split("/").map(Number);
  const [size, sign] = [Math.abs(above), above < 0 ? "−" : "+"];
  const [whole, rest] = [Math.floor(size / below), size % below];
  if (!rest) return `${above === 0 ? "" : sign}${whole}`;
  return `${sign}${whole ? `${whole}\u202f` : ""}${rest}/${below}`;
}

export const signed = (number) => (number < 0 ? `−${-number}` : number > 0 ? `+${number}` : "0");
