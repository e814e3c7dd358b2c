/* The plates: who sits where, what they said, what they took, their backs or their open hands. */

import { el, say } from "./dom.js";
import { gettext as _, ngettext } from "./words.js";
import { awayText } from "./away.js";
import { callSign, roleWord } from "./bids.js";
import { SIGNS, SUITS, SuitWord, backElement, cardWords, letter, rankOf, sorted, suitOf } from "./cards.js";

const PLACES = { 3: ["mine", "left", "right"], 4: ["mine", "left", "top", "right"] };
const MOST_BACKS = 12;

export class Seats {
  constructor(root, store, press) {
    this.root = root;
    this.store = store;
    this.press = press;
    this.plates = [];
  }

  draw() {
    const { players } = this.store.view;
    if (this.plates.length !== players) this.#build(players);
    for (const plate of this.plates) this.#drawPlate(plate);
  }

  /* Times of those who are away go on between two messages. */
  tick() {
    if (this.store.here) for (const plate of this.plates) say(plate.away, awayText(this.store, plate.seat));
  }

  clockOf(seat) {
    return this.plates[seat]?.clock;
  }

  #build(players) {
    this.root.replaceChildren();
    this.root.dataset.players = String(players);
    this.plates = Array.from({ length: players }, (_all, seat) => this.#plate(seat, PLACES[players][this.store.placeOf(seat)]));
    const inOrder = [...this.plates].sort((a, b) => this.store.placeOf(a.seat) - this.store.placeOf(b.seat));
    this.root.append(...inOrder.map((plate) => plate.node));
  }

  #plate(seat, place) {
    const part = (name, props = {}) => el("span", { class: name, ...props });
    const parts = {
      clock: part("clock", { "aria-hidden": "true" }), initial: part("initial"), digits: part("digits"),
      name: part("name", { dir: "auto" }), bot: part("tag"), marks: part("marks"), said: part("said"), taken: part("taken"), away: part("away"),
      backs: part("backs", { "aria-hidden": "true" }), open: el("div", { class: "open-hand" }),
    };
    parts.clock.append(parts.initial);
    const head = el("span", { class: "head" }, parts.clock, parts.marks, parts.bot);
    const text = el("span", { class: "plate-text" }, parts.name, el("span", { class: "state" }, parts.said, parts.taken, parts.digits));
    const plate = el("div", { class: "plate" }, head, text);
    const node = el("div", { class: "seat", "data-place": place, "data-seat": seat }, plate, parts.backs, parts.open, parts.away);
    return { seat, node, ...parts };
  }

  #drawPlate(plate) {
    const { store } = this;
    const { view } = store;
    const { seat } = plate;
    const sitting = store.seats[seat];
    say(plate.name, store.name(seat) || _("empty place"));
    say(plate.initial, [...(store.name(seat) || "·")][0]);
    say(plate.bot, view.bots[seat] || sitting?.bot ? _("bot") : "");
    say(plate.said, this.#said(seat));
    say(plate.taken, this.#taken(seat));
    say(plate.away, awayText(store, seat));
    this.#marks(plate);
    plate.node.classList.toggle("asked", view.turn.includes(seat) && view.phase !== "result");
    plate.node.classList.toggle("sits-out", view.active.length > 0 && !view.active.includes(seat));
    plate.node.dataset.role = view.roles[seat] ?? "";
    this.#hand(plate);
  }

  #said(seat) {
    const { view } = this.store;
    if (view.phase === "finished") return "";
    if (view.phase === "result" || view.phase === "to_deal") return view.ready[seat] && !view.bots[seat] ? "✓ " + _("ready") : "";
    if (view.roles[seat] === "declarer") return roleWord("declarer", view.contract ?? view.standing?.[1]);
    if (view.roles[seat]) return roleWord(view.roles[seat]);
    if (view.raspasy) return "";
    const call = view.calls.findLast(([at]) => at === seat)?.[1];
    return call ? callSign(call) : "";
  }

  #taken(seat) {
    const { view } = this.store;
    if (!["play", "choose", "offer"].includes(view.phase) || !view.active.length) return "";
    const count = view.tricks[seat];
    return ngettext("%(count)s trick", "%(count)s tricks", count);
  }

  #marks(plate) {
    const { view } = this.store;
    const marks = [];
    if (view.phase !== "waiting" && view.dealer === plate.seat) marks.push([_("D"), _("dealer")]);
    if (view.eldest === plate.seat) marks.push(["1", _("first hand")]);
    const text = marks.map(([sign]) => sign).join("");
    if (plate.marks.dataset.text === text) return;
    plate.marks.dataset.text = text;
    plate.marks.replaceChildren(...marks.map(([sign, words]) => el("span", { class: "chip", title: words }, el("span", { "aria-hidden": "true" }, sign), el("span", { class: "visually-hidden" }, words))));
  }

  #hand(plate) {
    const { view } = this.store;
    const { seat } = plate;
    const over = view.phase === "result" || view.phase === "finished";
    const shown = over ? null : view.hands[seat];
    const atBottom = seat === this.store.bottomHand();
    this.#openHand(plate, shown && !atBottom ? shown : null);
    const backs = over || shown || seat === (this.store.you ?? 0) ? 0 : view.counts[seat] ?? 0;
    if (plate.backs.dataset.count === String(backs)) return;
    plate.backs.dataset.count = String(backs);
    plate.backs.replaceChildren(...Array.from({ length: Math.min(backs, MOST_BACKS) }, () => backElement()));
  }

  #openHand(plate, cards) {
    const key = cards ? `open ${cards.join()}` : "";
    if (plate.open.dataset.key === key) return;
    plate.open.dataset.key = key;
    plate.node.classList.toggle("open", Boolean(cards));
    plate.open.replaceChildren(...(cards ? suitRows(cards) : []));
  }
}

/* An open hand at its seat: one row per suit, the words for those who hear it. */
export function suitRows(cards) {
  return SUITS.map((suit) => {
    const own = sorted(cards).filter((card) => suitOf(card) === suit);
    const ranks = own.map((card) => el("span", { class: "pip", "data-card": card, title: cardWords(card) }, letter(rankOf(card))));
    return el("div", { class: "suit-row" }, el("span", { class: `sign suit-${suit}`, role: "img", "aria-label": SuitWord(suit) }, SIGNS[suit]), ...(ranks.length ? ranks : [el("span", { class: "none" }, "–")]));
  });
}
