/* One's own wish: saying it, how long it has waited and how far its range reaches, and what others wait for. */

import { el, say } from "../dom.js";
import { gettext as _, ngettext } from "../words.js";
import { kindKey, kindWords } from "./kinds.js";
import { showStakes } from "./stakes.js";

export class Wish {
  constructor({ form, box, list, title, stakes, image, widening, urls, tell }) {
    Object.assign(this, { form, box, list, title, stakes, image, widening, urls, tell });
    form.addEventListener("change", () => this.#drawStakes());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#seek(asked(form));
    });
    box.querySelector("[data-do=withdraw]").addEventListener("click", () => tell({ t: "withdraw" }));
    setInterval(() => this.#drawTime(), 1_000);
  }

  draw() {
    const { own } = this.image;
    const isWaiting = Boolean(own?.seek) && !own.table;
    this.form.hidden = Boolean(own?.seek);
    this.box.hidden = !isWaiting;
    if (isWaiting) say(this.box.querySelector("#seeking-kind"), kindWords(own.seek));
    this.#drawTime();
    this.#drawWaiting(own?.seek ? kindKey(own.seek) : null);
  }

  #seek(kind) {
    this.tell({ t: "seek", ...kind });
  }

  #drawStakes() {
    const { rated, ...kind } = asked(this.form);
    this.stakes.hidden = !rated;
    if (rated) showStakes(this.stakes, `${this.urls.stakes}?${new URLSearchParams(kind)}`);
  }

  #drawTime() {
    if (this.box.hidden || !this.image.own) return;
    const waited = Math.max(0, this.image.clubNow() - this.image.own.since);
    say(this.box.querySelector("#seeking-since"), _("looking for %(time)s", { time: minutes(waited) }));
    say(this.box.querySelector("#seeking-range"), this.#range(waited));
  }

  /* Ratings count only where they move. */
  #range(waited) {
    const { first, a_second, anybody_after_ms } = this.widening;
    if (!this.image.own.seek?.rated) return "";
    if (waited >= anybody_after_ms) return _("Opponents of any rating");
    return _("Opponents within %(width)s of your rating; the range widens as you wait", { width: Math.round(first + (a_second * waited) / 1000) });
  }

  #drawWaiting(ownKey) {
    const kinds = [...this.image.waiting.values()].sort((one, other) => other.count - one.count);
    this.title.hidden = !kinds.length;
    this.list.replaceChildren(...kinds.map((kind) => this.#kind(kind, kindKey(kind) === ownKey)));
  }

  #kind(kind, isOwn) {
    const { count, ...wish } = kind;
    const left = wish.players - (count % wish.players);
    const words = ngettext("%(count)s is waiting", "%(count)s are waiting", count);
    const join = el("button", { type: "button", class: "button quiet", "data-do": "join-kind", "aria-label": _("Me too: %(kind)s", { kind: kindWords(wish) }), onclick: () => this.#seek(wish) }, _("Me too"));
    return el("li", { "data-left": left }, el("span", { class: "kind" }, kindWords(wish)), el("span", { class: "count" }, words), isOwn ? el("span", { class: "count" }, _("you among them")) : join);
  }
}

export function minutes(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function asked(form) {
  const fields = new FormData(form);
  return { convention: fields.get("preset"), target: Number(fields.get("target")), speed: fields.get("speed"), rated: fields.has("rated"), players: Number(fields.get("players")) };
}
