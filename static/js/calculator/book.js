/* The whole pulka counted again from its deals: any of them may have been corrected or deleted. */

import { copyOf, difference, emptySheet } from "./columns.js";
import { Impossible } from "./impossible.js";
import { write } from "./scoring.js";
import { isOver, minLevel, nextDealer, seriesAfter } from "./series.js";
import { settle } from "./settlement.js";
import { outcomeOf } from "./told.js";

/* `rows` are one for each deal: its entry, or the problem because of which it is not counted. */
export function count({ rules, first, deals }) {
  let page = { sheet: emptySheet(rules.players), k: 0, dealer: first };
  const rows = deals.map((told, at) => {
    const row = rowOf(rules, page, told, at + 1);
    if (row.entry) page = turned(rules, page, row);
    return row;
  });
  const entries = rows.flatMap((row) => row.entry ?? []);
  const settlement = settle(rules, page.sheet);
  const view = { players: rules.players, sheet: page.sheet, entries, if_ended: settlement.shown };
  return { ...page, rows, view, settlement, over: isOver(rules, page.sheet, entries.length, page.k) };
}

/* Raises Impossible when this deal cannot come after the deals counted so far. */
export function check(rules, told, k) {
  const outcome = outcomeOf(rules, told, k + 1);
  const exit = exitProblem(rules, outcome, k);
  if (exit) throw exit;
}

function rowOf(rules, { sheet, k }, told, number) {
  try {
    const outcome = outcomeOf(rules, told, k + 1);
    const after = write(rules, sheet, outcome);
    const warning = exitProblem(rules, outcome, k);
    return { told, outcome, k, after, warning, entry: entryOf(sheet, after, number, told, outcome) };
  } catch (problem) {
    if (!(problem instanceof Impossible)) throw problem;
    return { told, k, problem };
  }
}

const turned = (rules, { k }, { after, outcome }) => ({
  sheet: after,
  k: seriesAfter(rules, k, outcome),
  dealer: nextDealer(rules, outcome.dealer, outcome),
});

/* After all pass the lowest game rises (§2.7); a misère may always be played. */
function exitProblem(rules, outcome, k) {
  const least = minLevel(rules, k);
  if (!["game", "concede"].includes(outcome.kind) || outcome.level >= least) return null;
  return new Impossible(outcome.kind === "game" ? "contract" : "level", "below_exit", { least });
}

function entryOf(before, after, number, told, outcome) {
  const changes = difference(after, before);
  return {
    number,
    dealer: outcome.dealer,
    kind: outcome.kind,
    declarer: outcome.declarer ?? null,
    contract: { game: told.contract, misere: "misere" }[outcome.kind] ?? null,
    level: outcome.level ?? null,
    tricks: outcome.tricks,
    played: outcome.played,
    raspasy: outcome.number ?? 0,
    ...changes,
    ...totals(copyOf(after)),
  };
}

const totals = ({ pool, mountain, whists }) => ({ pool_after: pool, mountain_after: mountain, whists_after: whists });
