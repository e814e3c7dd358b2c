/* The series of all-pass deals: its counter and exit level; who deals next; the end of the pulka. */

import { sum } from "./columns.js";
import { isMade } from "./scoring.js";

const EXITS = { "6-6-6": [6], "6-7-7": [6, 7], "6-7-8": [6, 7, 8], "6-7-8-6-7-8": [6, 7, 8] };

/* All-pass deals in the running series after this deal, `k` before it (§7.8). */
export function seriesAfter(rules, k, outcome) {
  if (outcome.kind === "all_pass") return k + 1;
  return leavesSeries(rules, outcome) ? 0 : k;
}

function leavesSeries(rules, outcome) {
  if (rules.raspasy_exit_by === "any_game") return true;
  if (rules.raspasy_exit_by === "made") return isMade(outcome);
  // A game is played only against a whist, or as a checked ten, which nobody may refuse.
  return outcome.kind === "game" && outcome.played && isMade(outcome);
}

/* The lowest game that may be bid after `k` all-pass deals in a row, 6 after none (§2.7). */
export function minLevel(rules, k) {
  const levels = EXITS[rules.raspasy_exit];
  return levels[rules.raspasy_exit === "6-7-8-6-7-8" ? k % levels.length : Math.min(k, levels.length - 1)];
}

/* One seat clockwise, or the same after an all-pass deal (§1.5). */
export function nextDealer(rules, dealer, outcome) {
  const stays = rules.dealer_after_raspasy === "stays_up_to_3" && outcome.kind === "all_pass" && outcome.number < 3;
  return stays ? dealer : (dealer + 1) % rules.players;
}

/* Whether the pulka ends after so many deals; nobody here keeps the time (§9.5, §7.9). */
export function isOver(rules, sheet, deals, k) {
  if (k > 0 && rules.finish_raspasy_series) return false;
  if (rules.max_deals > 0 && deals >= rules.max_deals) return true;
  if (rules.end === "all_closed") return Math.min(...sheet.pool) >= rules.pool_target;
  return rules.end === "pool_sum" && sum(sheet.pool) >= rules.players * rules.pool_target;
}
