/* A finished deal as the scorekeeper tells it, checked and turned into an outcome. */

import { defendersOf, sum } from "./columns.js";
import { Impossible } from "./impossible.js";
import { spokenOnGame } from "./spoken.js";

const TRICKS = 10;
const LONGEST_SERIES = 30; // doubled prices stay exact numbers far beyond it

/* Fields as in the score command: contract, declarer, dealer, calls, tricks, talon, level, no_talon. */
export function outcomeOf(rules, told, number) {
  if (told.contract === "all_pass") return allPass(rules, told, number);
  if (told.contract === "misere") return withTricks(rules, told, contract(rules, told, "misere"));
  if (told.contract === "concede") return concession(rules, told);
  return game(rules, told);
}

function allPass(rules, told, number) {
  if (number > LONGEST_SERIES) throw new Impossible("contract", "series_too_long");
  const most = rules.raspasy_talon === "leads_suit" ? 2 : 0;
  return { kind: "all_pass", dealer: dealerOf(rules, told), tricks: playedTricks(rules, told, most), played: true, number };
}

function concession(rules, told) {
  if (!rules.concede_without_three) throw new Impossible("contract", "nobody_concedes");
  if (!(told.level >= 6 && told.level <= 10)) throw new Impossible("level", "which_level");
  const outcome = { ...contract(rules, told, "concede"), level: told.level, played: false };
  return { ...outcome, tricks: unplayedTricks(rules, told, outcome) };
}

function game(rules, told) {
  const named = /^(6|7|8|9|10)([SCDHN])$/.exec(told.contract ?? "");
  if (!named) throw new Impossible("contract", "which_contract");
  const level = Number(named[1]);
  if (told.no_talon && level < 9) throw new Impossible("no_talon", "no_talon_level");
  const outcome = { ...contract(rules, told, "game"), level };
  const defenders = defendersOf(rules.players, outcome.declarer, outcome.dealer);
  const spoken = spokenOnGame(rules, told.calls ?? [], { level, strain: named[2], defenders, dealer: outcome.dealer });
  const played = spoken.whisters.length > 0 || (level === 10 && rules.ten === "checked");
  return withTricks(rules, told, { ...outcome, ...spoken, played });
}

/* Who plays it, who deals, and what lay in the talon. */
function contract(rules, told, kind) {
  const declarer = seatOf(rules, told.declarer, "declarer", "who_plays");
  const dealer = dealerOf(rules, told);
  if (rules.players === 4 && declarer === dealer) throw new Impossible("declarer", "dealer_sits_out");
  const talon = told.talon ?? null;
  if (talon && talon[0] === talon[1]) throw new Impossible("talon", "same_card");
  return { kind, declarer, dealer, talon, noTalon: told.no_talon ?? false, played: true, whisters: [], halfWhister: null, returned: false };
}

function withTricks(rules, told, outcome) {
  const tricks = outcome.played ? playedTricks(rules, told, 0) : unplayedTricks(rules, told, outcome);
  return { ...outcome, tricks };
}

/* Nobody played: no tricks, or a count by which the game was made. */
function unplayedTricks(rules, told, { kind, declarer, level }) {
  const nothing = Array(rules.players).fill(0);
  const tricks = told.tricks ?? nothing;
  const booked = kind === "game" && sum(tricks) === TRICKS && tricks[declarer] >= level;
  if (sum(tricks) !== 0 && !booked) throw new Impossible("tricks", "nobody_played");
  return nothing;
}

function playedTricks(rules, told, dealersMost) {
  const tricks = told.tricks ?? [];
  const isCount = (count) => Number.isInteger(count) && count >= 0 && count <= TRICKS;
  if (tricks.length !== rules.players || !tricks.every(isCount)) throw new Impossible("tricks", "tricks_missing");
  if (sum(tricks) !== TRICKS) throw new Impossible("tricks", "ten_tricks", { count: sum(tricks) });
  if (rules.players === 4 && tricks[told.dealer] > dealersMost) throw new Impossible("tricks", "dealer_tricks", { most: dealersMost });
  return tricks;
}

/* With three the dealer matters only for the order of bonuses; seat 0 is then eldest. */
function dealerOf(rules, told) {
  const dealer = rules.players === 3 ? (told.dealer ?? 2) : told.dealer;
  return seatOf(rules, dealer, "dealer", "who_deals");
}

function seatOf(rules, seat, field, code) {
  if (!Number.isInteger(seat) || seat < 0 || seat >= rules.players) throw new Impossible(field, code);
  return seat;
}
