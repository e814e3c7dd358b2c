/* What one deal writes (§8): on the bare sheet, and on a running one with help (§9). */

import { writeAllPass } from "./all-pass.js";
import { clockwiseAfter, copyOf, defendersOf, emptySheet, seatsOf, sum } from "./columns.js";
import { addPoints } from "./pools.js";
import * as prices from "./prices.js";
import { writeShortfall } from "./shortfall.js";

const RANKS = "789TJQKA";

/* The bare changes of one deal, before American help and mountain first. */
export function score(rules, outcome) {
  const sheet = emptySheet(rules.players);
  WRITERS[outcome.kind](rules, outcome, sheet);
  return sheet;
}

/* The sheet after the deal: points pass through the pool-closing routine (§9.2-9.4). */
export function write(rules, before, outcome) {
  const changes = score(rules, outcome);
  const sheet = copyOf(before);
  for (const seat of seatsOf(rules.players)) {
    sheet.mountain[seat] += changes.mountain[seat];
    changes.whists[seat].forEach((whists, on) => (sheet.whists[seat][on] += whists));
  }
  // Several seats may get a zero bonus; eldest closes first, the dealer last.
  for (const seat of [...clockwiseAfter(outcome.dealer, rules.players), outcome.dealer]) {
    if (changes.pool[seat]) addPoints(rules, sheet, seat, changes.pool[seat], outcome.kind !== "all_pass");
  }
  return sheet;
}

/* Whether the declarer fulfilled his contract; false when there was none (§8.2, §6.4). */
export function isMade(outcome) {
  if (outcome.kind === "all_pass" || outcome.kind === "concede") return false;
  if (outcome.kind === "misere") return outcome.tricks[outcome.declarer] === 0;
  return !outcome.played || outcome.tricks[outcome.declarer] >= outcome.level;
}

/* Units of the talon bonus: ace 1, K+Q of a suit 1, A+K of a suit 2, two aces 3 (§8.6). */
export function talonUnits({ talon, noTalon }) {
  if (!talon || noTalon) return 0;
  const ranks = talon.map((card) => card[1]).sort((a, b) => RANKS.indexOf(a) - RANKS.indexOf(b)).join("");
  const sameSuit = talon[0][0] === talon[1][0];
  if (ranks === "AA") return 3;
  if (ranks.endsWith("A")) return sameSuit && ranks === "KA" ? 2 : 1;
  return sameSuit && ranks === "QK" ? 1 : 0;
}

const WRITERS = { all_pass: writeAllPass, concede: writeConcession, misere: writeMisere, game: writeGame };

function writeConcession(rules, outcome, sheet) {
  sheet.mountain[outcome.declarer] += rules.concede_without_three * prices.undertrickPrice(rules, outcome.level);
}

function writeMisere(rules, outcome, sheet) {
  const { declarer, dealer } = outcome;
  const tricks = outcome.tricks[declarer];
  const column = tricks ? sheet.mountain : sheet.pool;
  const points = tricks ? tricks * prices.misereTrickPrice(rules) : prices.MISERE_VALUE;
  const shared = rules.misere_half_with_dealer && dealer !== declarer ? Math.floor(points / 2) : 0;
  column[dealer] += shared;
  column[declarer] += points - shared;
}

function writeGame(rules, outcome, sheet) {
  writeTalonBonus(rules, outcome, sheet);
  if (isMade(outcome)) {
    sheet.pool[outcome.declarer] += prices.gameValue(outcome.level);
    if (!outcome.played) return writeHalfWhist(rules, outcome, sheet);
    writeTrickWhists(rules, outcome, sheet);
    return writeShortfall(rules, outcome, sheet);
  }
  const undertricks = outcome.level - outcome.tricks[outcome.declarer];
  sheet.mountain[outcome.declarer] += undertricks * prices.undertrickPrice(rules, outcome.level);
  writeConsolation(rules, outcome, sheet, undertricks);
  writeFailedWhists(rules, outcome, sheet);
}

function writeHalfWhist(rules, { halfWhister, declarer, level }, sheet) {
  if (halfWhister !== null) sheet.whists[halfWhister][declarer] += prices.halfWhistValue(rules, level);
}

/* Two whisters write their own tricks, one writes those of both defenders (§8.2). */
function writeTrickWhists(rules, outcome, sheet) {
  const { whisters, tricks, declarer } = outcome;
  const price = prices.whistPrice(rules, outcome.level);
  const pair = sum(defenders(rules, outcome).map((seat) => tricks[seat]));
  for (const seat of whisters) sheet.whists[seat][declarer] += price * (whisters.length === 1 ? pair : tricks[seat]);
}

/* Trick whists on a failed game; the styles differ when one whisted (§8.3, §8.5). */
function writeFailedWhists(rules, outcome, sheet) {
  const { tricks, declarer } = outcome;
  const price = prices.whistPrice(rules, outcome.level);
  const pair = defenders(rules, outcome);
  if (outcome.level === 10 && rules.ten === "checked") {
    for (const seat of rules.ten_checked_whists ? pair : []) sheet.whists[seat][declarer] += price * tricks[seat];
  } else if (isSplit(rules, outcome)) {
    const taken = sum(pair.map((seat) => tricks[seat]));
    for (const seat of pair) sheet.whists[seat][declarer] += (price * taken) / 2;
  } else {
    writeTrickWhists(rules, outcome, sheet);
  }
}

/* Gentlemen halve the whists of one whister and one passer; a sitting dealer who whisted does not (§4.5). */
function isSplit(rules, outcome) {
  if (rules.whist_style !== "gentleman" || outcome.whisters.length !== 1) return false;
  return defenders(rules, outcome).includes(outcome.whisters[0]) && !takesAll(rules, outcome);
}

/* A returned whist takes the half-whister's part of a failed game (§8.3). */
const takesAll = (rules, outcome) => rules.return_takes_all && outcome.returned && outcome.halfWhister !== null;

function writeConsolation(rules, outcome, sheet, undertricks) {
  const amount = undertricks * prices.consolationPrice(rules, outcome.level);
  for (const seat of consoled(rules, outcome)) {
    const by = takesAll(rules, outcome) && seat === outcome.halfWhister ? outcome.whisters[0] : seat;
    sheet.whists[by][outcome.declarer] += amount;
  }
}

/* Both defenders, and the sitting dealer by agreement or as the whister (§8.3, §11). */
function consoled(rules, outcome) {
  const { dealer, whisters } = outcome;
  const dealerToo = rules.players === 4 && (rules.consolation_to_dealer || whisters.includes(dealer));
  return [...defenders(rules, outcome), ...(dealerToo ? [dealer] : [])];
}

/* Fast tricks in the talon, written on the declarer whether he made it or not (§8.6). */
function writeTalonBonus(rules, outcome, sheet) {
  if (rules.talon_bonus === "off") return;
  const amount = talonUnits(outcome) * prices.talonUnitPrice(rules, outcome.level);
  const isSplitInTwo = rules.talon_bonus === "split";
  const writers = isSplitInTwo ? defenders(rules, outcome) : [outcome.dealer];
  for (const seat of writers) sheet.whists[seat][outcome.declarer] += isSplitInTwo ? amount / 2 : amount;
}

const defenders = (rules, outcome) => defendersOf(rules.players, outcome.declarer, outcome.dealer);
