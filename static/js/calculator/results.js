/* What it comes to: exact and in whole whists, and who owes whom. */

import { el } from "../dom.js";
import { exactText, signed } from "../settlement.js";
import { gettext as _ } from "../words.js";

export class Results {
  constructor({ root, nameOf }) {
    Object.assign(this, { root, nameOf });
  }

  draw({ settlement, over }) {
    const title = over ? _("The pulka is over") : _("Settlement as it stands");
    this.root.replaceChildren(el("h2", {}, title), this.#table(settlement), this.#payments(settlement));
  }

  #table({ exact, shown }) {
    const head = el("tr", {}, ...[_("Player"), _("Whists"), _("Exactly")].map((word) => el("th", { scope: "col" }, word)));
    const rows = shown.map((points, seat) =>
      el("tr", { "data-seat": seat },
        el("th", { scope: "row", dir: "auto" }, this.nameOf(seat)),
        el("td", { class: "shown" }, signed(points)),
        el("td", { class: "exact" }, exactText(exact[seat]))));
    return el("table", { class: "results" }, el("thead", {}, head), el("tbody", {}, ...rows));
  }

  #payments({ payments }) {
    const lines = payments.map(([from, to, whists]) => el("li", {}, `${this.nameOf(from)} → ${this.nameOf(to)}: ${exactText(whists).replace("+", "")}`));
    const list = lines.length ? el("ul", {}, ...lines) : el("p", {}, _("Nobody owes anything."));
    return el("section", { class: "payments" }, el("h3", {}, _("Who owes whom")), list);
  }
}
