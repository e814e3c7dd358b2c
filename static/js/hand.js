/* The hand at the bottom: two rows where cards are pressed, legal cards raised, reasons told. */

import { el } from "./dom.js";
import { gettext as _ } from "./words.js";
import { backElement, cardElement, cardWords, sorted, suitOf } from "./cards.js";

const MOST_IN_A_ROW = 7;
const SHORT = 5; // so few lie in one row

export class Hand {
  constructor(root, press) {
    this.root = root;
    this.press = press;
    this.rows = [el("div", { class: "row" }), el("div", { class: "row" })];
    this.slots = new Map();
    root.append(...this.rows);
  }

  /* `legal` is a set of cards, or null when cards are not asked for at all. */
  draw({ cards, count = 0, trump = null, legal = null, marked = [], pending = null }) {
    if (!cards) {
      this.#drawBacks(count);
      return;
    }
    const order = sorted(cards, trump);
    const focused = this.#focused();
    for (const card of this.slots.keys()) if (!order.includes(card)) this.slots.delete(card);
    const [first, second] = split(order);
    this.#lay(this.rows[0], first);
    this.#lay(this.rows[1], second);
    for (const card of order) this.#dress(card, legal, marked.includes(card), pending === card, suitOf(card) === trump);
    this.#focusAgain(focused);
  }

  #focused() {
    const card = document.activeElement?.dataset?.card;
    if (!card || !this.root.contains(document.activeElement)) return null;
    return { card, at: [...this.slots.keys()].indexOf(card) };
  }

  /* After a play the focus stays on the neighbour, not on the page. */
  #focusAgain(focused) {
    if (!focused) return;
    const left = [...this.root.querySelectorAll("button.card")];
    (this.slots.get(focused.card)?.button ?? left[Math.min(focused.at, left.length - 1)])?.focus();
  }

  #lay(row, cards) {
    row.style.setProperty("--n", String(Math.max(1, cards.length)));
    const nodes = cards.map((card) => this.#slot(card).slot);
    if (nodes.length !== row.children.length || nodes.some((node, i) => row.children[i] !== node)) row.replaceChildren(...nodes);
  }

  #slot(card) {
    if (!this.slots.has(card)) {
      const button = cardElement(card, "button", { type: "button" });
      button.addEventListener("click", () => this.press(card, button));
      this.slots.set(card, { button, slot: el("div", { class: "slot" }, button) });
    }
    return this.slots.get(card);
  }

  #dress(card, legal, fromTalon, pending, isTrump) {
    const { button } = this.slots.get(card);
    const open = legal?.has(card) ?? false;
    button.classList.toggle("legal", open && !pending);
    button.classList.toggle("illegal", legal !== null && !open);
    button.classList.toggle("pending", pending);
    button.classList.toggle("trump", isTrump);
    if (open) button.removeAttribute("aria-disabled");
    else button.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-label", fromTalon ? _("%(card)s, from the talon", { card: cardWords(card) }) : cardWords(card));
    this.#mark(button, fromTalon);
  }

  #mark(button, fromTalon) {
    const mark = button.querySelector(".mark");
    if (fromTalon && !mark) button.append(el("span", { class: "mark", "aria-hidden": "true" }, _("T")));
    if (!fromTalon && mark) mark.remove();
  }

  #drawBacks(count) {
    this.slots.clear();
    this.rows[1].replaceChildren();
    const row = this.rows[0];
    row.style.setProperty("--n", String(Math.max(1, count)));
    if (row.querySelectorAll(".back").length === count && row.children.length === count) return;
    row.replaceChildren(...Array.from({ length: count }, () => el("div", { class: "slot" }, backElement())));
  }
}

/* Broken at the suit boundary nearest the half, at most seven in a row. */
export function split(cards) {
  if (cards.length <= SHORT) return [cards, []];
  const half = cards.length / 2;
  const fits = (at) => at <= MOST_IN_A_ROW && cards.length - at <= MOST_IN_A_ROW;
  const boundaries = cards.flatMap((card, at) => (at > 0 && suitOf(card) !== suitOf(cards[at - 1]) && fits(at) ? [at] : []));
  const nearest = boundaries.sort((a, b) => Math.abs(a - half) - Math.abs(b - half))[0];
  const at = nearest !== undefined && Math.abs(nearest - half) <= 2 ? nearest : Math.ceil(half);
  return [cards.slice(0, at), cards.slice(at)];
}
