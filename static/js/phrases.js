/* An event as sentences: no gendered past tense, no declined names. */

import { gettext as _, pgettext, ngettext } from "./words.js";
import { bidWords, callWords, declarationWord, isBid } from "./bids.js";
import { cardWords, handWords, suitOf, toSuit } from "./cards.js";
import { haltText } from "./halts.js";
import { isCard } from "./tempo.js";

/* The sentences of one event, `before` being the view it changed; those of a card are marked. */
export function phraseOf(store, message, before) {
  const acts = message.act ? actPhrases(store, message, before) : [];
  const card = isCard(message);
  return [...acts.map((text) => ({ text, card })), ...consequences(store, message, before).map((text) => ({ text, card: false }))];
}

function consequences(store, message, before) {
  const { view } = store;
  const phrases = [];
  if (before.phase !== "discard" && view.phase === "discard") phrases.push(...auctionOver(store, view));
  if (!before.raspasy && view.raspasy && view.phase === "play") phrases.push(...allPassBegins(store, view));
  if (opened(before, view)) phrases.push(...openHands(store, before, view));
  if (message.set?.last_trick) phrases.push(trickPhrase(store, view, message.set.last_trick));
  if (message.set?.result && view.result) phrases.push(resultPhrase(store, view.result));
  if (!before.halt && view.halt) phrases.push(haltText(store));
  if (before.halt && !view.halt && view.phase !== "finished") phrases.push(_("The game goes on."));
  if (view.phase === "finished" && before.phase !== "finished") phrases.push(_("The pulka is over."));
  return phrases;
}

export function who(store, seat) {
  return seat === store.you ? pgettext("name", "You") : store.name(seat);
}

function actPhrases(store, { act: [seat, text], act, by }, before) {
  if (text === "deal") return [dealPhrase(store)];
  if (seat === null) return [];
  const name = who(store, seat);
  if (isCard({ t: "ev", act })) return [cardPhrase(store, seat, text, before)];
  const say = AT_ANY_TIME[text.split(" ")[0]];
  if (say) return [say(name)];
  if (before.phase === "auction") return [`${name}: ${callWords(text, before.standing?.[1])}.`];
  if (before.phase === "discard" || before.phase === "talon") return [contractPhrase(name, text)];
  if (before.phase === "declare" || before.phase === "choose") return [`${name}: ${declarationWord(text)}.`];
  return [];
}

const AT_ANY_TIME = {
  back: (name) => _("%(name)s: back at the table.", { name }),
  agree: (name) => _("%(name)s: agreed.", { name }),
  play_on: (name) => _("%(name)s: we play.", { name }),
  offer: (name) => _("%(name)s: the tricks left are booked, proved.", { name }),
  ask: (name) => _("%(name)s: an offer about the tricks left.", { name }),
  end_now: (name) => _("%(name)s: let us end the pulka now.", { name }),
  agree_end: (name) => _("%(name)s: agreed to end now.", { name }),
  refuse_end: (name) => _("%(name)s: we go on.", { name }),
  pause: (name) => _("%(name)s: let us make a pause.", { name }),
  adjourn: (name) => _("%(name)s: let us go on another day.", { name }),
  agree_halt: (name) => _("%(name)s: agreed.", { name }),
  refuse_halt: (name) => _("%(name)s: we go on.", { name }),
  resume: (name) => _("%(name)s: ready to go on.", { name }),
  wait: (name) => _("%(name)s: please wait.", { name }),
};

function dealPhrase(store) {
  const { view } = store;
  const own = store.you === null ? null : view.hands[store.you];
  const names = { number: view.number, dealer: store.name(view.dealer), eldest: named(store, view.eldest) };
  const start = view.dealer === store.you ? _("Deal %(number)s. You deal, first hand: %(eldest)s.", names) : _("Deal %(number)s. Dealer: %(dealer)s, first hand: %(eldest)s.", names);
  return own ? `${start} ${handWords(own)}` : start;
}

const named = (store, seat) => (seat === store.you ? pgettext("short", "you") : store.name(seat));

function contractPhrase(name, text) {
  if (text === "concede") return _("%(name)s: concession.", { name });
  const bid = text.split(" ").at(-1);
  return isBid(bid) ? _("%(name)s, contract: %(bid)s.", { name, bid: bidWords(bid) }) : `${name}: ${text}`;
}

function cardPhrase(store, seat, card, before) {
  const owner = before.hand_to_play ?? seat;
  const name = who(store, owner);
  return before.trick.length ? _("%(name)s: %(card)s.", { name, card: cardWords(card) }) : _("Lead, %(name)s: %(card)s.", { name, card: cardWords(card) });
}

function auctionOver(store, view) {
  const bid = bidWords(view.standing?.[1] ?? view.contract);
  const said = view.declarer === store.you ? _("You play: %(bid)s.", { bid }) : _("%(name)s plays: %(bid)s.", { name: store.name(view.declarer), bid });
  return view.talon ? [said, _("Talon: %(cards)s.", { cards: view.talon.map(cardWords).join(", ") })] : [said];
}

function allPassBegins(store, view) {
  const said = [_("All pass, number %(number)s in a row.", { number: view.raspasy })];
  if (view.talon) said.push(_("Talon: %(card)s, it leads %(suit)s.", { card: cardWords(view.talon[0]), suit: toSuit(suitOf(view.talon[0])) }));
  said.push(_("First: %(name)s.", { name: named(store, view.eldest) }));
  return said;
}

const faceUp = (store, view, seat) => seat !== store.you && view.hands[seat] !== null;

function opened(before, view) {
  return ["declare", "choose", "play", "offer"].includes(view.phase) && view.hands.some((hand, seat) => hand && !before.hands[seat]);
}

function openHands(store, before, view) {
  const seats = view.hands.flatMap((hand, seat) => (hand && !before.hands[seat] && faceUp(store, view, seat) ? [seat] : []));
  return seats.map((seat) => _("Open, %(name)s. %(cards)s", { name: store.name(seat), cards: handWords(view.hands[seat]) }));
}

function trickPhrase(store, view, trick) {
  const number = view.tricks.reduce((sum, count) => sum + count, 0) || view.trick_number - 1;
  return _("Trick %(number)s: %(name)s.", { number: Math.max(1, number), name: named(store, trick.winner) });
}

/* The result of a deal: what was played, and what each wrote. */
export function resultPhrase(store, entry) {
  const written = entryWords(store, entry).map((words) => `${words}.`);
  return [`${resultTitle(store, entry)}.`, ...written].join(" ");
}

export function resultTitle(store, entry) {
  const start = _("Deal %(number)s", { number: entry.number });
  return `${start}: ${outcomeWords(store, entry)}`;
}

function outcomeWords(store, entry) {
  if (entry.kind === "all_pass") return _("all pass");
  const name = named(store, entry.declarer);
  const bid = bidWords(entry.contract);
  if (entry.kind === "concede") return _("%(bid)s, %(name)s, conceded", { bid, name });
  return `${bid}, ${name}, ${howItEnded(entry)}`;
}

function howItEnded(entry) {
  const taken = entry.tricks[entry.declarer];
  if (entry.kind === "misere") {
    return taken === 0 ? _("clean") : ngettext("caught, %(count)s trick", "caught, %(count)s tricks", taken);
  }
  if (!entry.played) return _("made without play");
  const level = Number.parseInt(entry.contract, 10);
  if (taken >= level) return taken === level ? _("made") : ngettext("made, %(count)s trick", "made, %(count)s tricks", taken);
  return downWords(level - taken);
}

function downWords(count) {
  const words = { 1: _("one down"), 2: _("two down"), 3: _("three down"), 4: _("four down"), 5: _("five down"), 6: _("six down") };
  return words[count] ?? _("%(count)s down", { count });
}

const signed = (number) => (number < 0 ? `−${-number}` : `+${number}`);

/* «Anna: mountain +6», «You → Anna: whists +24»: one line for each thing written. */
export function entryWords(store, entry) {
  const lines = [];
  entry.pool.forEach((points, seat) => points && lines.push(_("%(name)s: pool %(points)s", { name: who(store, seat), points: signed(points) })));
  entry.mountain.forEach((points, seat) => points && lines.push(_("%(name)s: mountain %(points)s", { name: who(store, seat), points: signed(points) })));
  entry.whists.forEach((row, from) => row.forEach((points, on) => points && lines.push(_("%(name)s → %(other)s: whists %(points)s", { name: who(store, from), other: who(store, on), points: signed(points) }))));
  return lines;
}
