/* The tables of the hall: those that wait for players first. A row is changed in place, so focus stays. */

import { el, say } from "../dom.js";
import { gettext as _ } from "../words.js";
import { kindWords } from "./kinds.js";

const KEY = "trelyazh-hall-filters";

export class Tables {
  constructor({ root, none, filters, urls, sit }) {
    Object.assign(this, { root, none, filters, urls, sit });
    this.rows = new Map();
    recall(filters);
    filters.addEventListener("change", () => {
      keep(filters);
      this.draw(this.tables);
    });
    filters.addEventListener("submit", (event) => event.preventDefault());
  }

  draw(tables) {
    this.tables = tables;
    const shown = [...tables.values()].filter((table) => this.#isWanted(table)).sort(waitingFirst);
    for (const [id, row] of this.rows) {
      if (!shown.some((table) => table.id === id)) {
        row.remove();
        this.rows.delete(id);
      }
    }
    shown.forEach((table, at) => this.#place(table, at));
    this.none.hidden = shown.length > 0;
    say(this.none, tables.size ? _("No table is like that now.") : _("Nobody is at a table now."));
  }

  #isWanted(table) {
    const wanted = Object.fromEntries(new FormData(this.filters));
    if (wanted.free && !hasPlace(table)) return false;
    if (wanted.rated && !table.rated) return false;
    return (!wanted.convention || wanted.convention === table.convention) && (!wanted.speed || wanted.speed === table.speed);
  }

  #place(table, at) {
    const written = JSON.stringify(table);
    let row = this.rows.get(table.id);
    if (!row || row.dataset.written !== written) {
      const fresh = this.#row(table, written);
      if (row) {
        const hadFocus = row.contains(document.activeElement);
        row.replaceWith(fresh);
        if (hadFocus) fresh.querySelector("button, a")?.focus();
      }
      this.rows.set(table.id, fresh);
      row = fresh;
    }
    if (this.root.children[at] !== row) this.root.insertBefore(row, this.root.children[at] ?? null);
  }

  #row(table, written) {
    const seats = table.seats.map((seat) => el("li", { class: seat ? null : "free", dir: "auto" }, seatWords(seat)));
    return el("li", { class: "hall-table", "data-table": table.id, "data-status": table.status, "data-written": written },
      el("p", { class: "kind" }, kindWords(table)),
      el("ul", { class: "hall-seats", "aria-label": _("Players") }, ...seats),
      this.#doing(table));
  }

  #doing(table) {
    const look = el("a", { class: "button quiet", href: this.urls.table.replace("{id}", table.id) }, _("Look"));
    const buttons = [look];
    if (hasPlace(table)) buttons.unshift(el("button", { type: "button", class: "button", "data-do": "sit", onclick: () => this.sit(table) }, _("Sit down")));
    else if (table.status === "running") buttons.unshift(el("span", { class: "state" }, _("at play")));
    return el("div", { class: "doing" }, ...buttons);
  }
}

const hasPlace = (table) => table.status === "open" && table.seats.includes(null);
const waitingFirst = (one, other) => Number(hasPlace(other)) - Number(hasPlace(one));
const seatWords = (seat) => (seat ? (seat.bot ? _("%(name)s, bot", { name: seat.name }) : seat.name) : _("free place"));

/* Some browsers refuse to keep anything. */
function recall(form) {
  try {
    for (const [name, value] of Object.entries(JSON.parse(localStorage.getItem(KEY) ?? "{}"))) {
      const field = form.elements[name];
      if (field?.type === "checkbox") field.checked = Boolean(value);
      else if (field) field.value = value;
    }
  } catch {
    // then everything is shown
  }
}

function keep(form) {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(new FormData(form))));
  } catch {
    // until the page is left
  }
}
