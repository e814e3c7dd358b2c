/* The final settlement in whists, exact and shown (§10). Fractions are texts such as "184/3". */

import { seatsOf, sum } from "./columns.js";
import { WHISTS_PER_POINT } from "./prices.js";

export function settle(rules, sheet) {
  const n = sheet.pool.length;
  const below = rules.mountain_divisor === "n" ? n : n - 1;
  const above = results(rules, sheet, below);
  return {
    exact: above.map((part) => fraction(part, below)),
    shown: shown(above, below),
    payments: payments(above).map(([payer, payee, part]) => [payer, payee, fraction(part, below)]),
  };
}

/* Numerators of 10·(ΣG/n − G_i) + Σ_j (W[i][j] − W[j][i]), with G = M − k·P. */
function results(rules, sheet, below) {
  const n = sheet.pool.length;
  const debts = sheet.mountain.map((points, seat) => points - rules.pool_to_mountain * sheet.pool[seat]);
  const total = sum(debts);
  return seatsOf(n).map((seat) => {
    const whists = sum(sheet.whists[seat]) - sum(sheet.whists.map((row) => row[seat]));
    return WHISTS_PER_POINT * (total - n * debts[seat]) + below * whists;
  });
}

/* Whole whists: floors, then one more for the largest remainders, ties to the last seat. */
function shown(above, below) {
  const floors = above.map((part) => Math.floor(part / below));
  const rest = above.map((part, seat) => part - floors[seat] * below);
  const order = seatsOf(above.length).sort((a, b) => rest[b] - rest[a] || b - a);
  for (const seat of order.slice(0, -sum(floors) || 0)) floors[seat] += 1;
  return floors;
}

/* Who pays whom: the largest debtor pays the largest creditor until nobody owes. */
function payments(above) {
  const left = [...above];
  const paid = [];
  while (Math.min(...left) < 0) {
    const payer = left.indexOf(Math.min(...left));
    const payee = left.indexOf(Math.max(...left));
    const amount = Math.min(-left[payer], left[payee]);
    left[payer] += amount;
    left[payee] -= amount;
    paid.push([payer, payee, amount]);
  }
  return paid;
}

function fraction(above, below) {
  const common = divisor(Math.abs(above), below);
  return below === common ? String(above / below || 0) : `${above / common}/${below / common}`;
}

const divisor = (a, b) => (b === 0 ? a : divisor(b, a % b));
