/* The one line of what is going on, and the one sentence of what is asked and why. */

import { gettext as _, ngettext, pgettext } from "./words.js";
import { bidSign, bidWords, LADDER } from "./bids.js";
import { haltText } from "./halts.js";
import { cardSign, ofSuit, suitOf, suitWord, toSuit } from "./cards.js";

export const you = () => pgettext("short", "you");

/* `7♠ · Anna · tricks 4 of 7 · whist: you`, or what there is of it. */
export function lineText(store) {
  const { view } = store;
  const named = (seat) => (seat === store.you ? you() : store.name(seat));
  if (view.phase === "waiting") return _("Waiting for players");
  const parts = [_("Deal %(number)s", { number: view.number })];
  if (view.raspasy) parts.push(...allPassParts(view));
  else if (view.contract) parts.push(...contractParts(view, named));
  else if (view.standing) parts.push(_("bid: %(bid)s, %(name)s", { bid: bidSign(view.standing[1]), name: named(view.standing[0]) }));
  return parts.join(" · ");
}

function allPassParts(view) {
  const parts = [_("all pass no. %(number)s", { number: view.raspasy })];
  if (view.price) parts.push(_("a trick: %(price)s", { price: view.price }));
  return parts;
}

function contractParts(view, named) {
  const parts = [`${bidSign(view.contract)}\u00a0– ${named(view.declarer)}`];
  const level = Number.parseInt(view.contract, 10);
  const taken = view.tricks[view.declarer];
  if (["play", "choose", "offer"].includes(view.phase)) {
    parts.push(level ? _("tricks %(taken)s of %(level)s", { taken, level }) : _("tricks: %(taken)s", { taken }));
  }
  const whisters = view.roles.flatMap((role, seat) => (role === "whist" ? [named(seat)] : []));
  if (whisters.length) parts.push(_("whist: %(names)s", { names: whisters.join(", ") }));
  return parts;
}

/* ---- the sentence ---- */

export function sentenceText(store) {
  const { view } = store;
  if (view.halt) return haltText(store);
  const speak = SENTENCES[view.phase] ?? (() => "");
  return speak(store, view);
}

const SENTENCES = {
  waiting: () => _("Waiting for players."),
  to_deal: () => _("The cards are being dealt."),
  auction: auctionSentence,
  talon: (store, view) => (view.declarer === store.you ? _("You play. The talon is turned up.") : _("%(name)s plays. The talon is turned up.", { name: store.name(view.declarer) })),
  discard: discardSentence,
  declare: declareSentence,
  choose: chooseSentence,
  play: playSentence,
  offer: offerSentence,
  result: resultSentence,
  finished: () => _("The pulka is over."),
};

const called = (store, seat) => (seat === store.you ? you() : store.name(seat));
const waited = (store) => store.name(store.view.turn[0]);

function auctionSentence(store, view) {
  if (!store.isAsked()) {
    return view.turn.length ? _("Waiting: %(name)s, the call", { name: waited(store) }) : _("The auction is over.");
  }
  const lowest = LADDER.find((rung) => rung !== "misere" && store.mayDo(rung)) ?? LADDER.find((rung) => store.mayDo(rung));
  if (!lowest) return _("Your call: only a pass is left.");
  const held = store.mayDo("hold") ? " " + _("Hold is allowed.") : "";
  return _("Your call. Lowest: %(bid)s.", { bid: bidWords(lowest) }) + held;
}

function discardSentence(store, view) {
  if (store.isAsked()) return _("Discard two cards, then name the contract.");
  return _("%(name)s discards and names the contract.", { name: store.name(view.declarer) });
}

function declareSentence(store, view) {
  if (!store.isAsked()) return _("Waiting: %(name)s decides, whist or pass", { name: waited(store) });
  if (store.mayDo("return")) return _("Half-whist was said. Return to whist, or confirm the pass?");
  if (view.legal.some((act) => act.startsWith("dealer_whist"))) return _("Dealer's whist: whose cards do you look at?");
  return dutyQuestion(view);
}

function dutyQuestion(view) {
  const options = view.legal.includes("half") ? _("whist, pass or half-whist") : _("whist or pass");
  return ngettext("Your word: %(options)s. The defence owes %(count)s trick.", "Your word: %(options)s. The defence owes %(count)s tricks.", view.duty ?? 0, { options });
}

function chooseSentence(store, view) {
  if (!store.isAsked()) return _("Waiting: %(name)s decides how to whist", { name: waited(store) });
  if (view.legal.includes("catch")) return _("Misère: do you catch, or trust your partner?");
  return _("You whist alone: open hands or closed?");
}

function playSentence(store, view) {
  if (store.isAsked()) return yourCard(store, view);
  if (!view.turn.length) return view.trick.length ? _("The trick is complete.") : _("The play goes on.");
  if (view.players_of[store.you] !== store.you && view.hand_to_play === store.you) {
    return _("%(name)s plays your cards.", { name: waited(store) });
  }
  return _("Waiting: %(name)s plays a card", { name: waited(store) });
}

function yourCard(store, view) {
  const asked = view.hand_to_play === store.you ? _("Your turn") : _("Play for: %(name)s", { name: store.name(view.hand_to_play) });
  return `${asked}: ${whichCard(store, view)}`;
}

function whichCard(store, view) {
  const suits = [...new Set(view.legal.map(suitOf))];
  const lead = !view.trick.length;
  if (view.led && suits.length === 1 && suits[0] === view.led) {
    const talon = view.raspasy && view.trick_number <= 2 && view.talon;
    if (talon) return _("the talon asks for %(suit)s", { suit: toSuit(view.led) });
    return _("follow suit, %(suit)s", { suit: suitWord(view.led) });
  }
  if (lead && !view.led) return _("lead any card");
  const held = view.hands[view.hand_to_play] ?? [];
  if (suits.length === 1 && suits[0] === store.trump() && held.some((card) => suitOf(card) !== suits[0])) {
    return _("you must trump, %(suit)s", { suit: suitWord(suits[0]) });
  }
  return _("any card");
}

function offerSentence(store, view) {
  const name = called(store, view.offer.by);
  if (store.mayDo("agree")) return _("Offer from %(name)s about the remaining tricks. Agree?", { name });
  return _("Offer: %(name)s. The others think it over.", { name });
}

function resultSentence(store, view) {
  if (store.isAsked()) return _("The deal is over. Next?");
  return _("The deal is over. Waiting for the others.");
}

/* Why a card may not be played, said when it is pressed. */
export function whyNot(store, card) {
  const { view } = store;
  if (!store.isAsked()) return _("It is not your turn.");
  const suits = [...new Set((view.legal ?? []).map(suitOf))];
  if (view.led && suits[0] === view.led) return _("You hold %(suit)s: follow suit.", { suit: suitWord(view.led) });
  if (suits.length === 1 && suits[0] === store.trump()) return _("No %(suit)s: you must trump.", { suit: ofSuit(view.led) });
  return _("%(card)s cannot be played now.", { card: cardSign(card) });
}
