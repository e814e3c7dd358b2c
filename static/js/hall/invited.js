/* To which tables one is invited by name: the rows change only when the list does, so focus stays. */

import { el } from "../dom.js";
import { gettext as _ } from "../words.js";
import { kindWords } from "./kinds.js";

export class Invited {
  constructor({ root, image, urls, tell, submit }) {
    Object.assign(this, { root, image, urls, tell, submit });
    this.list = root.querySelector("ul");
    this.written = "[]";
  }

  draw() {
    const invited = this.image.own?.invited ?? [];
    const written = JSON.stringify(invited);
    if (written === this.written) return;
    this.written = written;
    this.root.hidden = !invited.length;
    this.list.replaceChildren(...invited.map((each) => this.#row(each)));
  }

  #row(each) {
    const path = this.urls.join.replace("{link}", each.link);
    return el("li", { "data-invited": each.table },
      el("p", {}, el("strong", {}, _("%(name)s invites you to a table", { name: each.by }))),
      el("p", { class: "kind" }, kindWords(each)),
      el("div", { class: "doing" },
        el("button", { type: "button", class: "button", "data-do": "come", onclick: () => this.submit(path, each.mark) }, _("Sit down")),
        el("a", { class: "button quiet", href: path }, _("Look")),
        el("button", { type: "button", class: "button quiet", "data-do": "decline", onclick: () => this.tell({ t: "decline", table: each.table }) }, _("Decline"))));
  }
}
