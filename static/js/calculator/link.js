/* The whole state as a short text for the address and for this device's memory. */

import { conflicts } from "./rules.js";

const CALLS = { whist: "w", pass: "p", half: "h", return: "r", confirm: "c", dealer_whist: "d" };
const MOST_DEALS = 300;
const MOST_NAME = 20;
const DEAL = /^(10[SCDHN]|[6-9][SCDHN]|misere|pass|concede(10|[6-9]))(x?)\.([0-3])?\.([0-3])\.((?:[0-3][wphrcd]){0,4})\.([0-9A]{3,4})?\.((?:[SCDH][789TJQKA]){2})?$/;

/* `presets[convention][players]` are the conventions' agreements, from the page. */
export function print({ rules, names, first, deals }, presets) {
  const base = presets[rules.convention][rules.players];
  const changed = Object.keys(base).filter((name) => rules[name] !== base[name]);
  const fields = [["base", rules.convention], ["players", rules.players], ...changed.map((name) => [name, rules[name]])];
  fields.push(...names.map((name) => ["n", name]), ["first", first], ["deals", deals.map(printDeal).join("_")]);
  return new URLSearchParams(fields).toString();
}

/* Null for a text that is no such state: links are cut and changed on their way. */
export function parse(text, presets) {
  const fields = new URLSearchParams(text);
  const rules = parseRules(fields, presets);
  if (!rules || conflicts(rules).length) return null;
  const names = fields.getAll("n").map((name) => [...name].slice(0, MOST_NAME).join(""));
  const deals = (fields.get("deals") || "").split("_").filter(Boolean).map(parseDeal);
  const first = Number(fields.get("first") ?? rules.players - 1);
  const isWhole = Number.isInteger(first) && first >= 0 && first < rules.players && deals.length <= MOST_DEALS;
  if (!isWhole || deals.includes(null)) return null;
  return { rules, names: Array.from({ length: rules.players }, (_none, seat) => names[seat] ?? ""), first, deals };
}

function parseRules(fields, presets) {
  const base = presets[fields.get("base")]?.[fields.get("players") ?? 3];
  if (!base) return null;
  const rules = { ...base };
  for (const name of Object.keys(base).filter((name) => fields.has(name) && !["players", "convention"].includes(name))) {
    rules[name] = valueLike(base[name], fields.get(name));
  }
  return isKnown(rules, presets.values) ? rules : null;
}

export function valueLike(example, text) {
  if (typeof example === "boolean") return text === "true";
  return typeof example === "number" ? Number(text) : text;
}

/* Every agreement has one of its values; numbers without a list are for the conflicts to judge. */
function isKnown(rules, values) {
  return Object.entries(rules).every(([name, value]) => (values[name] ? values[name].includes(value) : Number.isInteger(value)));
}

const count = (tricks) => tricks.map((number) => (number === 10 ? "A" : number)).join("");

function printDeal(told) {
  const contract = { all_pass: "pass", concede: `concede${told.level}` }[told.contract] ?? told.contract;
  const calls = (told.calls ?? []).map(([seat, call]) => `${seat}${CALLS[call]}`).join("");
  const parts = [contract + (told.no_talon ? "x" : ""), told.declarer ?? "", told.dealer, calls, count(told.tricks ?? []), (told.talon ?? []).join("")];
  return parts.join(".");
}

function parseDeal(text) {
  const found = DEAL.exec(text);
  if (!found) return null;
  const [, contract, level, noTalon, declarer, dealer, calls, tricks, talon] = found;
  const told = { contract: level ? "concede" : contract === "pass" ? "all_pass" : contract, dealer: Number(dealer) };
  if (level) told.level = Number(level);
  if (declarer) told.declarer = Number(declarer);
  if (noTalon) told.no_talon = true;
  if (calls) told.calls = calls.match(/../g).map(([seat, letter]) => [Number(seat), wordOf(letter)]);
  if (tricks) told.tricks = [...tricks].map((digit) => (digit === "A" ? 10 : Number(digit)));
  if (talon) told.talon = talon.match(/../g);
  return told;
}

const wordOf = (letter) => Object.keys(CALLS).find((word) => CALLS[word] === letter);
