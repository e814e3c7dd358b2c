/* What an all-pass deal writes (§7.4-7.7). */

import { seatsOf } from "./columns.js";
import { allPassPrice } from "./prices.js";

export function writeAllPass(rules, outcome, sheet) {
  const write = rules.raspasy_score === "whists" ? writeTricksAsWhists : writeTricksOnMountain;
  write(rules, outcome, sheet);
  writeZeroBonus(rules, outcome, sheet);
}

function writeTricksOnMountain(rules, outcome, sheet) {
  const price = allPassPrice(rules, outcome.number);
  const seats = takingPart(rules, outcome);
  const forgiven = rules.raspasy_amnesty ? fewest(outcome, seats) : 0;
  for (const seat of seats) sheet.mountain[seat] += (outcome.tricks[seat] - forgiven) * price;
}

/* Those with the fewest tricks write each other's tricks on him, in halves if two (§7.7). */
function writeTricksAsWhists(rules, outcome, sheet) {
  const price = allPassPrice(rules, outcome.number);
  const seats = takingPart(rules, outcome);
  const least = fewest(outcome, seats);
  const winners = seats.filter((seat) => outcome.tricks[seat] === least);
  for (const loser of seats.filter((seat) => !winners.includes(seat))) {
    const share = Math.floor((price * outcome.tricks[loser]) / winners.length);
    for (const winner of winners) sheet.whists[winner][loser] += share;
  }
}

/* No trick at all: points for the pool, or off the mountain (§7.6). */
function writeZeroBonus(rules, outcome, sheet) {
  const price = allPassPrice(rules, outcome.number);
  const [pool, mountain] = {
    pool_price: [price, 0],
    pool_1: [1, 0],
    mountain_minus_price: [0, price],
    mountain_minus_2price: [0, 2 * price],
    none: [0, 0],
  }[rules.raspasy_zero_bonus];
  for (const seat of seatsOf(rules.players)) {
    const sitsOut = rules.players === 4 && seat === outcome.dealer;
    if (outcome.tricks[seat] !== 0 || (sitsOut && !rules.zero_bonus_dealer)) continue;
    sheet.pool[seat] += pool;
    sheet.mountain[seat] -= mountain;
  }
}

/* The active seats, and the sitting dealer when he plays the talon (§7.3). */
function takingPart(rules, outcome) {
  const dealerPlays = rules.players === 3 || rules.raspasy_talon === "leads_suit";
  return seatsOf(rules.players).filter((seat) => dealerPlays || seat !== outcome.dealer);
}

const fewest = (outcome, seats) => Math.min(...seats.map((seat) => outcome.tricks[seat]));
