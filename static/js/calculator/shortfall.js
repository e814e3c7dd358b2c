/* The whisters' missing tricks, on their mountains (§8.4). */

import { defendersOf, sum } from "./columns.js";
import { duty, shortfallPrice } from "./prices.js";

export function writeShortfall(rules, outcome, sheet) {
  const price = shortfallPrice(rules, outcome.level);
  for (const [seat, missing] of missingTricks(rules, outcome)) sheet.mountain[seat] += missing * price;
}

function missingTricks(rules, outcome) {
  const defenders = defendersOf(rules.players, outcome.declarer, outcome.dealer);
  const whisters = outcome.whisters.filter((seat) => defenders.includes(seat));
  const owed = duty(rules, outcome.level);
  const short = Math.max(0, owed - sum(defenders.map((seat) => outcome.tricks[seat])));
  if (whisters.length < 2) return whisters.map((seat) => [seat, short]);
  if (owed >= 2) return quotaShares(rules, outcome, owed / 2, short);
  const payers = rules.responsibility_single === "both" ? whisters : whisters.slice(1);
  return payers.map((seat) => [seat, short]);
}

/* How two whisters share what is missing on a six or a seven. */
function quotaShares(rules, { whisters, tricks }, quota, short) {
  const own = whisters.map((seat) => [seat, Math.max(0, quota - tricks[seat])]);
  if (rules.whist_quota === "personal") return own;
  if (short === 0) return [];
  const [first, second] = whisters;
  if (Math.max(tricks[first], tricks[second]) > quota) return [[tricks[second] < tricks[first] ? second : first, short]];
  return own;
}
