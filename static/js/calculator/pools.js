/* Points into the pool: mountain first, closed pools and American help (§9.2-9.4). */

import { clockwiseAfter } from "./columns.js";
import { WHISTS_PER_POINT } from "./prices.js";

/* `made` when the points were won by a contract, not as a bonus. */
export function addPoints(rules, sheet, seat, points, made) {
  let left = points;
  if (made && rules.made_game_writes === "mountain_first") {
    const cut = Math.max(0, Math.min(left, sheet.mountain[seat]));
    sheet.mountain[seat] -= cut;
    left -= cut;
  }
  if (rules.american_help) closePools(rules, sheet, seat, left);
  else sheet.pool[seat] += left;
}

/* Fill the own pool, then help the others for whists; the rest is off the mountain (§9.2). */
function closePools(rules, sheet, seat, points) {
  let left = points - fill(rules, sheet, seat, points);
  for (let helped = nextOpen(rules, sheet, seat); left && helped !== null; helped = nextOpen(rules, sheet, seat)) {
    const given = fill(rules, sheet, helped, left);
    sheet.whists[seat][helped] += WHISTS_PER_POINT * given;
    left -= given;
  }
  sheet.mountain[seat] -= left;
}

function fill(rules, sheet, seat, points) {
  const given = Math.min(points, Math.max(0, rules.pool_target - sheet.pool[seat]));
  sheet.pool[seat] += given;
  return given;
}

/* Whom to help: the highest open pool, a tie going to the first clockwise (§9.2). */
function nextOpen(rules, sheet, seat) {
  const open = clockwiseAfter(seat, rules.players).filter((other) => sheet.pool[other] < rules.pool_target);
  if (!open.length) return null;
  if (rules.help_order === "clockwise") return open[0];
  return open.reduce((best, other) => (sheet.pool[other] > sheet.pool[best] ? other : best));
}
