/* The form of a deal as players think of it, and the deal it tells. */

import { defendersOf } from "./columns.js";
import { Impossible } from "./impossible.js";
import { talonUnits } from "./scoring.js";

/* Which cards stand for so many units of the talon bonus: only the units are written. */
export const TALONS = { none: null, one: ["SA", "S7"], marriage: ["SK", "SQ"], ace_king: ["SA", "SK"], aces: ["SA", "HA"] };

export function emptyDraft(rules, dealer) {
  return { kind: "game", dealer, declarer: null, level: null, strain: null, noTalon: false, first: null, second: null, then: "stands", tricks: Array(rules.players).fill(null), talon: "none" };
}

export const isCheckedTen = (draft, rules) => draft.kind === "game" && draft.level === 10 && rules.ten === "checked";
export const isStalingrad = (draft, rules) => draft.kind === "game" && rules.stalingrad && draft.level === 6 && draft.strain === "S";

/* Whether the defenders are asked for their words. */
export function asksCalls(draft, rules) {
  return draft.kind === "game" && draft.level !== null && draft.declarer !== null && !isCheckedTen(draft, rules) && !isStalingrad(draft, rules);
}

export const halfIsOpen = (draft, rules) => rules.half_whist && draft.level !== null && draft.level <= 7;
export const isHalf = (draft) => draft.first === "half" || draft.second === "half";

/* Whether cards were played, so that tricks are asked. */
export function asksTricks(draft, rules) {
  if (draft.kind !== "game") return draft.kind !== "concede";
  if (draft.level === null || draft.declarer === null) return false;
  if (!asksCalls(draft, rules)) return true;
  if (isHalf(draft)) return draft.then !== "stands";
  return draft.first === "whist" || draft.second === "whist";
}

/* Who takes tricks in this deal: the sitting dealer only from an open talon (§7.3). */
export function takers(draft, rules) {
  const seats = [...Array(rules.players).keys()];
  const dealerToo = rules.players === 3 || (draft.kind === "all_pass" && rules.raspasy_talon === "leads_suit");
  return seats.filter((seat) => dealerToo || seat !== draft.dealer);
}

export function defenders(draft, rules) {
  return draft.declarer === null ? [] : defendersOf(rules.players, draft.declarer, draft.dealer);
}

/* The deal in the words of the score command. Raises Impossible for what was left out. */
export function toldOf(draft, rules) {
  const told = { dealer: draft.dealer };
  if (draft.kind === "all_pass") return { ...told, contract: "all_pass", tricks: tricksOf(draft, rules) };
  if (draft.declarer !== null) told.declarer = draft.declarer;
  if (draft.kind === "concede") return { ...told, contract: "concede", level: draft.level };
  if (draft.kind === "misere") Object.assign(told, { contract: "misere" });
  else Object.assign(told, gameOf(draft, rules));
  if (draft.noTalon) told.no_talon = true;
  if (asksTricks(draft, rules)) told.tricks = tricksOf(draft, rules);
  return told;
}

function gameOf(draft, rules) {
  if (draft.level === null || draft.strain === null) throw new Impossible("contract", "which_contract");
  const game = { contract: `${draft.level}${draft.strain}` };
  if (asksCalls(draft, rules)) game.calls = callsOf(draft, rules);
  if (TALONS[draft.talon] && rules.talon_bonus !== "off") game.talon = TALONS[draft.talon];
  return game;
}

function tricksOf(draft, rules) {
  const seats = takers(draft, rules);
  return draft.tricks.map((count, seat) => (seats.includes(seat) ? count : 0));
}

function callsOf(draft, rules) {
  const [first, second] = defenders(draft, rules);
  const calls = [];
  if (draft.first) calls.push([first, draft.first === "half" ? "whist" : draft.first]);
  if (draft.first && draft.second) calls.push([second, draft.second]);
  if (draft.first === "half" && draft.second) calls.push([first, "half"]);
  if (!isHalf(draft) || draft.then === "stands") return calls;
  const asked = draft.first === "half" ? second : first;
  if (draft.then === "return") return [...calls, [asked, "return"]];
  return [...calls, [asked, "pass"], [draft.dealer, "dealer_whist"]];
}

/* The form of a deal told before, to correct it. */
export function draftOf(told, rules) {
  const draft = { ...emptyDraft(rules, told.dealer), declarer: told.declarer ?? null, noTalon: told.no_talon ?? false };
  draft.kind = ["all_pass", "misere", "concede"].includes(told.contract) ? told.contract : "game";
  if (told.tricks) draft.tricks = [...told.tricks];
  if (draft.kind === "concede") draft.level = told.level;
  if (draft.kind !== "game") return draft;
  Object.assign(draft, { level: Number.parseInt(told.contract, 10), strain: told.contract.at(-1) });
  if (told.talon) draft.talon = talonName(told.talon);
  return Object.assign(draft, answersOf(told.calls ?? [], draft, rules));
}

function talonName(talon) {
  const units = talonUnits({ talon });
  if (units === 1) return talon.some((card) => card[1] === "A") ? "one" : "marriage";
  return { 0: "none", 2: "ace_king", 3: "aces" }[units];
}

function answersOf(calls, draft, rules) {
  const [first, second] = defenders(draft, rules);
  const has = (word, seat = null) => calls.some(([caller, call]) => call === word && (seat === null || caller === seat));
  const answers = { first: calls[0]?.[1] ?? null, second: calls[1]?.[1] ?? null };
  if (has("half", first)) answers.first = "half";
  if (has("half", second)) answers.second = "half";
  answers.then = has("dealer_whist") ? "dealer" : has("return") ? "return" : "stands";
  return answers;
}
