/* The composer of house rules: after each change the server says the rules in words. */

import { el, say } from "../dom.js";
import { gettext as _ } from "../words.js";
import { Agreements } from "./agreements.js";

const WAIT_MS = 150;
const OWN = ["csrf_token", "speed"]; // fields that are no agreements

const form = document.getElementById("composer");
const panel = document.getElementById("words-of-rules");
const agreements = new Agreements(form);
let waiting = null;
let asking = null;

const anew = form.querySelector("[data-do=anew]");
anew.hidden = true;
form.elements.base.addEventListener("change", ({ target }) => {
  const fields = new URLSearchParams({ base: target.value, players: form.elements.players.value, anew: "yes" });
  location.assign(`${anew.getAttribute("formaction")}?${fields}`);
});
form.querySelector("[data-do=look]").hidden = true; // the words follow by themselves
form.addEventListener("input", ({ target }) => {
  if (target.name === "base") return;
  keepForAnotherLanguage();
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT_MS);
});

function fieldsWithout(names) {
  return new URLSearchParams([...new FormData(form)].filter(([name]) => !names.includes(name)));
}

function keepForAnotherLanguage() {
  document.querySelector(".languages [name=next]").value = `${location.pathname}?${fieldsWithout(["csrf_token"])}`;
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const fields = fieldsWithout(OWN);
  try {
    const answer = await fetch(`${form.dataset.words}?${fields}`, { headers: { Accept: "application/json" }, signal: asking.signal });
    if (answer.ok) show(await answer.json(), fields.get("pool_target"));
  } catch {
    // Asked again meanwhile, or no network: the server looks again when the table is opened.
  }
}

function show({ errors, convention, difference, text, link, calculator }, target) {
  agreements.showErrors(errors);
  panel.classList.toggle("stale", !convention);
  if (!convention) return;
  if (!panel.querySelector("[data-link]")) return void location.replace(link);
  say(panel.querySelector("[data-convention]"), [convention, _("pool to %(target)s", { target })].join(" · "));
  const lines = difference.length ? difference : [_("All as in the convention.")];
  panel.querySelector("[data-difference]").replaceChildren(...lines.map((line) => el("li", {}, line)));
  panel.querySelector(".rules-text").replaceChildren(...text.map(topic));
  panel.querySelector("[data-link]").value = link;
  panel.querySelector("[data-calculator]").href = calculator;
}

function topic([title, lines]) {
  return el("section", {}, el("h3", {}, title), el("ul", {}, ...lines.map((line) => el("li", {}, line))));
}
