/* Between deals: what the deal wrote, the hands as they were dealt, Next with its ring. */

import { el, setAttribute } from "./dom.js";
import { gettext as _ } from "./words.js";
import { cardSign } from "./cards.js";
import { entryWords, resultTitle } from "./phrases.js";
import { suitRows } from "./seats.js";

export class Result {
  constructor({ root, bar, store, act }) {
    Object.assign(this, { root, store });
    this.title = el("h2");
    this.lines = el("ul", { class: "written" });
    this.hands = el("div", { class: "dealt" });
    this.ring = el("span", { class: "ring", "aria-hidden": "true" });
    this.next = el("button", { type: "button", class: "button", "data-do": "next" }, this.ring, _("Next"));
    this.wait = el("button", { type: "button", class: "button quiet", "data-do": "wait" }, _("Wait a minute"));
    this.next.addEventListener("click", () => store.mayDo("next") && act("next"));
    this.wait.addEventListener("click", () => store.mayDo("wait") && act("wait"));
    root.append(this.title, this.lines, this.hands);
    bar.append(this.next, this.wait);
    setInterval(() => this.#turn(), 250);
  }

  draw() {
    const { store } = this;
    const { view } = store;
    if (!view.result) return;
    if (this.number !== view.result.number) this.#write(view);
    setAttribute(this.next, "aria-disabled", store.isAsked() && store.mayDo("next") ? null : "true");
    this.next.hidden = store.you === null || view.phase !== "result";
    this.wait.hidden = !store.mayDo("wait") || store.you === null || view.waited[store.you];
  }

  #write(view) {
    this.number = view.result.number;
    this.title.textContent = resultTitle(this.store, view.result);
    this.lines.replaceChildren(...entryWords(this.store, view.result).map((line) => el("li", {}, line)));
    this.hands.replaceChildren(...this.#dealt(view));
  }

  #dealt(view) {
    const shown = view.active.filter((seat) => view.hands[seat]);
    const hands = shown.map((seat) => el("section", {}, el("h3", { dir: "auto" }, this.store.name(seat)), ...suitRows(view.hands[seat])));
    const notes = [];
    if (view.talon) notes.push(_("Talon: %(cards)s", { cards: view.talon.map(cardSign).join(" ") }));
    if (view.discard) notes.push(_("Discard: %(cards)s", { cards: view.discard.map(cardSign).join(" ") }));
    return [...hands, notes.length ? el("p", { class: "dealt-note" }, notes.join(" · ")) : null].filter(Boolean);
  }

  #turn() {
    const { view } = this.store;
    if (view?.phase !== "result" || !view.deadline) return;
    const share = (view.deadline - this.store.clubNow()) / Math.max(1, view.deadline - view.clock_from);
    this.ring.style.setProperty("--left", String(Math.min(1, Math.max(0, share))));
  }
}

