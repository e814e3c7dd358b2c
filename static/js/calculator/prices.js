/* What a contract, a trick, a whist and a missing trick cost (§8.1, §8.4, §7.4). */

export const MISERE_VALUE = 10;
export const WHISTS_PER_POINT = 10; // a point helped into another pool, or a point of the mountain

const DUTIES = { 6: 4, 7: 2, 8: 1, 9: 1 };
const PROGRESSIONS = { none: [1], arith_cap3: [1, 2, 3], geom_cap: [1, 2, 4] };

export const gameValue = (level) => 2 * (level - 5);
export const whistPrice = (rules, level) => rules.pool_to_mountain * gameValue(level);
export const undertrickPrice = (rules, level) => rules.pool_to_mountain * gameValue(level);
export const misereTrickPrice = (rules) => rules.pool_to_mountain * MISERE_VALUE;

/* Whists each opponent writes for each undertrick (§8.1). */
export function consolationPrice(rules, level) {
  if (rules.consolation === "10") return 10;
  return gameValue(level) * (rules.consolation === "2V" ? 2 : 1);
}

/* Mountain points a whister pays for each missing trick (§8.4); values are even. */
export function shortfallPrice(rules, level) {
  const full = undertrickPrice(rules, level);
  return rules.whist_responsibility === "full" ? full : full / 2;
}

/* Whists for one unit of the talon bonus (§8.6). */
export const talonUnitPrice = (rules, level) => (rules.convention === "rostov" ? 10 : whistPrice(rules, level));

/* Tricks the defending pair owes: 4, 2, 1, 1; on a ten 1 if whisted, else 0 (§8.4). */
export function duty(rules, level) {
  if (level === 10) return rules.ten === "whisted" ? 1 : 0;
  return DUTIES[level];
}

/* Whists for a half-whist that stands: half of the pair's duty on 6 and 7 (§4.4). */
export const halfWhistValue = (rules, level) => Math.floor(duty(rules, level) / 2) * whistPrice(rules, level);

function multiplier(rules, number) {
  if (rules.raspasy_progression === "arith") return number;
  if (rules.raspasy_progression === "geom") return 2 ** (number - 1);
  const steps = PROGRESSIONS[rules.raspasy_progression];
  return steps[Math.min(number, steps.length) - 1];
}

/* One trick of the `number`-th all-pass deal (1-based) of a series (§7.4). */
export const allPassPrice = (rules, number) => rules.raspasy_base * multiplier(rules, number);
