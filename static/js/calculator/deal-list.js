/* The deals written so far: what each wrote, to correct or to delete. */

import { el } from "../dom.js";
import { entryWords, resultTitle } from "../phrases.js";
import { gettext as _ } from "../words.js";
import { problemText } from "./refusals.js";

export class DealList {
  constructor({ root, store, correct, remove }) {
    Object.assign(this, { root, store, correct, remove });
  }

  draw({ rows }) {
    const items = rows.map((row, at) => this.#item(row, at)).reverse();
    const empty = el("p", { class: "hint" }, _("Nothing is written yet."));
    this.root.replaceChildren(items.length ? el("ol", { class: "deals", reversed: true }, ...items) : empty);
  }

  #item(row, at) {
    const { nameOf } = this.store;
    const title = row.entry ? this.#title(row) : _("Deal %(number)s", { number: at + 1 });
    const lines = row.entry ? entryWords(this.store, row.entry) : [];
    const written = lines.length ? lines.join(" · ") : _("nothing written");
    const problem = row.problem && _("Not counted: %(reason)s", { reason: problemText(row.problem, nameOf) });
    const warning = row.warning && problemText(row.warning, nameOf);
    return el("li", { "data-deal": at + 1, class: row.problem ? "uncounted" : null },
      el("p", { class: "deal-title" }, title),
      row.entry ? el("p", { class: "deal-written" }, written) : null,
      problem || warning ? el("p", { class: "error" }, problem || warning) : null,
      el("div", { class: "deal-buttons" },
        this.#button(_("Correct"), "correct", () => this.correct(at, row), title),
        this.#button(_("Delete"), "delete", () => this.remove(at), title)));
  }

  #title({ entry }) {
    if (entry.kind === "concede") return _("Deal %(number)s: %(level)s, %(name)s, conceded", { number: entry.number, level: entry.level, name: this.store.name(entry.declarer) });
    if (entry.kind === "all_pass") return `${resultTitle(this.store, entry)}, ${entry.raspasy}`;
    return resultTitle(this.store, entry);
  }

  #button(text, does, onclick, title) {
    return el("button", { type: "button", class: "button quiet", "data-do": does, "aria-label": `${text}: ${title}`, onclick }, text);
  }
}
