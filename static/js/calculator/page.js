/* The scorekeeper's page: one state, counted again and drawn again at every change. */

import { data, el, say } from "../dom.js";
import { Sheet } from "../sheet.js";
import { gettext as _ } from "../words.js";
import { count } from "./book.js";
import { DealForm } from "./deal-form.js";
import { DealList } from "./deal-list.js";
import { Keeping } from "./keeping.js";
import { keepOffline } from "./offline.js";
import { Results } from "./results.js";
import { Setup } from "./setup.js";
import { Sharing } from "./sharing.js";

const { presets, reasons, worker, page } = data("calculator-data");
const byId = (id) => document.getElementById(id);

/* What the sheet and the phrases of the table ask for. */
const store = { you: null, seats: [], rules: null, view: null, name: nameOf, nameOf };

const keeping = new Keeping({ presets, draw });
const change = (changes) => keeping.change(changes);
const setup = new Setup({ form: byId("setup"), presets, reasons, change });
const sheet = new Sheet({ root: byId("sheet"), store });
const results = new Results({ root: byId("results"), nameOf });
const form = new DealForm({ root: byId("deal"), nameOf, write, leave: draw });
const list = new DealList({ root: byId("deals"), store, correct: (at, row) => form.correct(at, row), remove });
const sharing = new Sharing({ root: byId("sharing"), address: () => `${location.origin}${page}#${keeping.text}` });

function nameOf(seat) {
  return keeping.state.names[seat] || _("Player %(number)s", { number: seat + 1 });
}

function write(told, at) {
  const { deals } = keeping.state;
  change({ deals: at === null ? [...deals, told] : deals.with(at, told) });
  say(byId("said"), at === null ? _("Written down.") : _("Corrected."));
}

function remove(at) {
  change({ deals: keeping.state.deals.toSpliced(at, 1) });
  say(byId("said"), _("Deal %(number)s is deleted; it can be brought back.", { number: at + 1 }));
}

function draw() {
  const { state } = keeping;
  const counted = count(state);
  Object.assign(store, { rules: state.rules, view: counted.view, seats: state.names.map((_name, seat) => ({ name: nameOf(seat) })) });
  setup.draw(state);
  sheet.key = null; // the target may have changed and the numbers not
  sheet.draw();
  results.draw(counted);
  list.draw(counted);
  form.draw(state.rules, counted);
  sharing.draw();
  buttons();
}

function buttons() {
  byId("undo").disabled = keeping.past.length === 0;
  byId("redo").disabled = keeping.future.length === 0;
  byId("clear").disabled = keeping.state.deals.length === 0;
  byId("aside").hidden = keeping.aside === null;
}

byId("undo").addEventListener("click", () => keeping.undo());
byId("redo").addEventListener("click", () => keeping.redo());
byId("clear").addEventListener("click", () => keeping.clear());
byId("print").addEventListener("click", () => window.print());
byId("bring-back").addEventListener("click", () => keeping.bringBack());
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyZ" || event.target.matches("input, textarea")) return;
  event.preventDefault();
  if (event.shiftKey) keeping.redo();
  else keeping.undo();
});

draw();
if (keeping.isBroken) byId("notes").append(el("p", { class: "note refused" }, _("This link is damaged: it holds no sheet.")));
byId("setup-fold").open = keeping.state.deals.length === 0;
keepOffline(worker, page, (text) => say(byId("offline"), text));
