/* Talk at a table: closed while a deal of a rated match is on, a mark on its tab, a bubble at the seat. */

import { el, say } from "../dom.js";
import { gettext as _ } from "../words.js";
import { Talk } from "./talk.js";

const BUBBLE_MS = 5_000;
const BETWEEN_DEALS = ["waiting", "result", "finished"];

export class TableTalk {
  constructor({ root, store, line, tabs, table }) {
    Object.assign(this, { root, store, table, people: root?.querySelector("[data-people]") });
    this.mark = document.querySelector("[data-tab=talk] .unread");
    this.talk = root && new Talk({
      root,
      tell: (words) => line().talk(words),
      isShown: () => root.checkVisibility() && root.clientWidth > 1,
      unread: (count) => this.#mark(count),
      heard: (said, words) => this.#bubble(said, words),
    });
    tabs.opened = (name) => name === "talk" && this.talk?.seen();
  }

  take(message) {
    this.talk?.take(message);
  }

  /* Whether it was something said that was refused. */
  refused(code, ref) {
    return this.talk?.refused(code, ref) ?? false;
  }

  draw() {
    if (!this.talk) return;
    this.#drawPeople();
    this.talk.close(this.#isQuiet() ? _("During the deal ready phrases only.") : "");
  }

  #isQuiet() {
    const { view, seats } = this.store;
    return !BETWEEN_DEALS.includes(view.phase) && seats.every((sitter) => sitter && !sitter.bot);
  }

  #drawPeople() {
    const people = this.store.seats.map((sitter, seat) => ({ sitter, seat })).filter(({ sitter, seat }) => sitter && !sitter.bot && seat !== this.store.you);
    const key = people.map(({ sitter, seat }) => `${seat} ${sitter.name}`).join("\n");
    if (this.people.dataset.key === key) return;
    this.people.dataset.key = key;
    const open = (sitter, seat) => this.talk.about.open({ name: sitter.name, table: this.table, seat });
    this.people.replaceChildren(...people.map(({ sitter, seat }) => el("button", { class: "talk-name", type: "button", dir: "auto", title: _("What to do about this player"), onclick: () => open(sitter, seat) }, sitter.name)));
  }

  #mark(count) {
    say(this.mark, count ? String(count) : "");
  }

  #bubble({ seat }, words) {
    const at = document.querySelector(`.seat[data-seat="${seat}"]`);
    if (!at) return;
    at.querySelector(".bubble")?.remove();
    const bubble = el("span", { class: "bubble", dir: "auto", "aria-hidden": "true" }, words);
    at.append(bubble);
    setTimeout(() => bubble.remove(), BUBBLE_MS);
  }
}
