/* The middle of the table: the trick under way, the talon, the last trick when asked for. */

import { el, say } from "./dom.js";
import { gettext as _ } from "./words.js";
import { cardElement, cardSign, cardWords, toSuit, suitOf, backElement } from "./cards.js";
import { bidSign, strainOf, strainSign } from "./bids.js";

const PLACES = { 3: ["mine", "left", "right"], 4: ["mine", "left", "top", "right"] };

export class Trick {
  constructor(root, store) {
    this.store = store;
    this.cards = el("div", { class: "trick-cards" });
    this.talon = el("div", { class: "talon" });
    this.note = el("p", { class: "talon-note" });
    this.trump = el("p", { class: "trump-chip" });
    this.last = el("div", { class: "last-trick", hidden: true });
    root.append(this.trump, this.note, this.cards, this.talon, this.last);
  }

  draw() {
    const { view } = this.store;
    this.#lay(this.cards, view.trick);
    this.#drawTalon(view);
    this.#drawTrump(view);
    this.#forgetOlder(view);
  }

  /* A trick may be looked at until the next one is complete. */
  #forgetOlder({ last_trick: last }) {
    const key = last ? last.cards.join() : "";
    if (this.lastKey === key) return;
    this.lastKey = key;
    this.last.hidden = true;
    this.last.replaceChildren();
  }

  /* The same cards stay the same elements: they do not fly in twice. */
  #lay(root, played) {
    const key = played.map(([seat, card]) => `${seat}${card}`).join();
    if (root.dataset.key === key) return;
    const known = root.dataset.key ?? "";
    root.dataset.key = key;
    if (!key.startsWith(known) || !known) root.replaceChildren();
    for (const [seat, card] of played.slice(root.children.length)) root.append(this.#played(seat, card));
  }

  #played(seat, card) {
    const place = PLACES[this.store.view.players][this.store.placeOf(seat)];
    const words = _("%(name)s: %(card)s", { name: this.store.name(seat), card: cardWords(card) });
    return cardElement(card, "span", { "data-place": place, role: "img", "aria-label": words });
  }

  #drawTalon(view) {
    const large = view.talon && (["talon", "discard"].includes(view.phase) || (view.raspasy && view.players === 3 && view.trick_number <= 2 && view.phase !== "result"));
    const shown = large ? (view.raspasy ? [view.talon[view.trick_number - 1]] : view.talon) : [];
    const closed = view.raspasy && this.store.rules.raspasy_talon === "closed" && view.phase === "play";
    const key = shown.join() + (closed ? "closed" : "");
    if (this.talon.dataset.key !== key) {
      this.talon.dataset.key = key;
      const faces = shown.filter(Boolean).map((card) => cardElement(card, "span", { role: "img", "aria-label": cardWords(card) }));
      this.talon.replaceChildren(...(closed ? [backElement(), backElement()] : faces));
    }
    this.talon.classList.toggle("apart", Boolean(view.raspasy));
    say(this.note, talonNote(view, closed, this.store.rules));
  }

  #drawTrump(view) {
    const strain = view.contract && ["play", "choose", "declare", "offer"].includes(view.phase) ? strainOf(view.contract) : null;
    const text = !strain ? "" : view.contract.startsWith("misere") ? bidSign(view.contract) : strain === "N" ? _("no trumps") : _("trumps %(sign)s", { sign: strainSign(strain) });
    say(this.trump, view.raspasy ? _("all pass no. %(number)s", { number: view.raspasy }) : text);
  }

  showLast() {
    const { last_trick: last } = this.store.view;
    if (!last) return;
    this.last.hidden = !this.last.hidden;
    if (this.last.hidden) return;
    const title = _("Last trick: %(name)s", { name: this.store.name(last.winner) });
    const talon = last.talon ? [cardElement(last.talon, "span", { "data-place": "talon", role: "img", "aria-label": cardWords(last.talon) })] : [];
    this.last.replaceChildren(el("p", {}, title), el("div", { class: "trick-cards" }, ...last.cards.map(([seat, card]) => this.#played(seat, card)), ...talon));
  }
}

function talonNote(view, closed, rules) {
  if (closed) return _("the talon stays closed");
  if (!view.talon || view.phase === "result" || view.phase === "finished") return "";
  if (view.raspasy) {
    if (view.trick_number > 2) return "";
    const suit = toSuit(suitOf(view.talon[view.trick_number - 1]));
    return rules.players === 4 ? _("Talon: %(suit)s are led, it may win", { suit }) : _("Talon: %(suit)s are led, it wins nothing", { suit });
  }
  if (view.trick_number > 1) return "";
  return _("Talon: %(cards)s", { cards: view.talon.map(cardSign).join(" ") });
}
