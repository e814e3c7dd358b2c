/* Which agreements do not go together: the same questions as the server's, for use without it. */

const CONFLICTS = [
  ["pool_target", "from 1 to 200", (r) => !within(r.pool_target, 1, 200)],
  ["raspasy_base", "from 1 to 10", (r) => !within(r.raspasy_base, 1, 10)],
  ["max_deals", "from 1 to 200 when the end is by deals", (r) => r.end === "deals" && !within(r.max_deals, 1, 200)],
  ["max_minutes", "from 1 to 600 when the end is by time", (r) => r.end === "time" && !within(r.max_minutes, 1, 600)],
  ["max_deals", "not below 0", (r) => !(r.max_deals >= 0)],
  ["max_minutes", "not below 0", (r) => !(r.max_minutes >= 0)],
  ["talon_bonus", "with three players nobody sits out", (r) => r.players === 3 && r.talon_bonus === "dealer"],
  ["talon_bonus", "split is for three players", (r) => r.players === 4 && r.talon_bonus === "split"],
  ["dealer_may_whist", "with three players nobody sits out", (r) => r.players === 3 && r.dealer_may_whist],
  ["misere_half_with_dealer", "with three players nobody sits out", (r) => r.players === 3 && r.misere_half_with_dealer],
  ["raspasy_score", "with whists a zero bonus can only be pool_1 or none", (r) => r.raspasy_score === "whists" && !["pool_1", "none"].includes(r.raspasy_zero_bonus)],
  ["raspasy_score", "with whists and four players the talon stays closed", (r) => r.players === 4 && r.raspasy_score === "whists" && r.raspasy_talon !== "closed"],
  ["dealer_may_whist", "needs half_whist", (r) => r.dealer_may_whist && !r.half_whist],
  ["whist_pass_half", "needs half_whist", (r) => r.whist_pass_half && !r.half_whist],
  ["return_takes_all", "needs half_whist", (r) => r.return_takes_all && !r.half_whist],
];

const within = (number, low, high) => Number.isInteger(number) && number >= low && number <= high;

/* [field, reason] of each conflict; the reasons are the server's. */
export function conflicts(rules) {
  return CONFLICTS.filter(([, , broken]) => broken(rules)).map(([field, reason]) => [field, reason]);
}
