/* The ready check: a table was found, everybody says whether he is ready, and all go there together. */

import { el, say } from "../dom.js";
import { gettext as _ } from "../words.js";
import { kindWords } from "./kinds.js";

const part = (id) => document.getElementById(id);

export class Asked {
  constructor({ image, urls, tell, go = (path) => location.assign(path) }) {
    Object.assign(this, { image, urls, tell, go });
    this.root = part("asked");
    this.seen = null; // the table this page has asked about
    this.root.querySelector("[data-do=answer-ready]").addEventListener("click", () => this.#answer(true));
    this.root.querySelector("[data-do=answer-no]").addEventListener("click", () => this.#answer(false));
    setInterval(() => this.#drawTime(), 500);
  }

  draw() {
    const table = this.image.own?.table ?? null;
    if (table?.begun) this.#begun(table);
    else if (table) this.#ask(table);
    else this.#close();
  }

  /* Whoever said that he is ready goes there by himself; on a page that was loaded since he is asked. */
  #begun(table) {
    const path = this.urls.table.replace("{id}", table.id);
    if (location.pathname === path) {
      this.#close();
    } else if (this.seen === table.id) {
      this.seen = null;
      this.go(path);
    } else if (this.seen === null) {
      this.#show(table);
      part("asked-go").href = path;
    }
  }

  #ask(table) {
    const isNew = this.seen !== table.id;
    this.seen = table.id;
    this.#show(table);
    if (isNew) part("asked-title").focus();
  }

  #show(table) {
    this.root.hidden = false;
    say(part("asked-kind"), kindWords(this.image.own.seek));
    part("asked-places").replaceChildren(...table.places.map(placeRow));
    const mine = table.places.find((place) => place.you);
    for (const button of this.root.querySelectorAll("button")) button.hidden = table.begun || mine?.ready;
    part("asked-go").hidden = !table.begun;
    this.#drawTime();
  }

  #close() {
    this.root.hidden = true;
    this.seen = null;
  }

  #answer(ready) {
    this.tell({ t: "answer", table: this.image.own.table.id, ready });
  }

  #drawTime() {
    const table = this.image.own?.table;
    if (this.root.hidden || !table) return;
    const left = Math.max(0, Math.ceil((table.ready_by - this.image.clubNow()) / 1000));
    say(part("asked-left"), table.begun ? "" : _("%(count)s s left", { count: left }));
  }
}

function placeRow({ name, ready, you }) {
  const words = ready ? _("ready") : _("not ready");
  return el("li", { class: ready ? "is-ready" : null }, el("span", { dir: "auto" }, name), you ? ` (${_("this is you")})` : "", ` – ${words}`);
}
