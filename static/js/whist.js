/* The defenders' questions as large buttons, with what follows written under each. */

import { el } from "./dom.js";
import { gettext as _, ngettext } from "./words.js";
import { levelOf } from "./bids.js";

export class Whist {
  constructor({ root, store, act }) {
    Object.assign(this, { root, store, act });
  }

  draw() {
    const acts = this.store.isAsked() ? this.store.view.legal : [];
    const key = acts.join("|");
    if (this.root.dataset.key === key) return;
    this.root.dataset.key = key;
    this.root.replaceChildren(...acts.map((text) => this.#choice(text)));
  }

  clear() {
    delete this.root.dataset.key;
    this.root.replaceChildren();
  }

  #choice(text) {
    const [label, consequence] = wording(this.store, text);
    const node = el("button", { type: "button", class: `choice ${QUIET.has(text) ? "quiet" : ""}`, "data-act": text }, el("strong", {}, label), el("span", {}, consequence));
    node.addEventListener("click", () => this.act(text));
    return node;
  }
}

const QUIET = new Set(["pass", "confirm", "closed", "trust", "play_on"]);

/* The label of an act and what it leads to, from the table's own agreements. */
export function wording(store, text) {
  const { view, rules } = store;
  if (text.startsWith("dealer_whist")) return [store.name(Number(text.split(" ")[1])), _("look at these cards and play both hands")];
  const say = WORDINGS[text];
  return say ? say(view, rules, store) : [text, ""];
}

const WORDINGS = {
  whist: (view, rules) => [_("Whist"), whistConsequence(view, rules)],
  pass: (view) => [_("Pass"), passConsequence(view)],
  half: (view, rules) => [_("Half-whist"), ngettext("without play, %(count)s whist", "without play, %(count)s whists", halfWhists(view, rules))],
  return: (view, rules) => [_("Return to whist"), whistConsequence(view, rules)],
  confirm: () => [_("Confirm the pass"), _("the half-whist stands, no play")],
  open: () => [_("Open"), _("both hands face up, you play both")],
  closed: () => [_("Closed"), _("cards stay hidden, everyone plays their own")],
  catch: () => [_("I catch"), _("you play both hands")],
  trust: () => [_("I trust"), _("your partner plays both hands")],
  agree: (view) => [_("Agree"), offered(view)],
  play_on: () => [_("We play"), _("the hand stays face up")],
};

const offered = (view) => (view.offer ? view.offer.tricks.join(" · ") : "");

function whistConsequence(view, rules) {
  const price = shortfallPrice(levelOf(view.contract), rules);
  return ngettext("together take %(count)s trick, each one missing: mountain +%(price)s", "together take %(count)s tricks, each one missing: mountain +%(price)s", view.duty ?? 0, { price });
}

function passConsequence(view) {
  const passed = view.declarations.some(([, word]) => word === "pass");
  return passed && !view.roles.includes("whist") ? _("the game is made without play") : _("owe nothing");
}

const value = (level) => 2 * (level - 5);

/* What a missing trick costs a whister: whole or half responsibility, at the convention's price. */
export function shortfallPrice(level, rules) {
  const whole = value(level) * rules.pool_to_mountain;
  return rules.whist_responsibility === "half" ? whole / 2 : whole;
}

export function halfWhists(view, rules) {
  const level = levelOf(view.contract);
  return ((view.duty ?? 0) / 2) * value(level) * rules.pool_to_mountain;
}
