/* Pause and adjournment: proposing, answering, and going on again. */

import { isAway } from "./away.js";
import { el, say } from "./dom.js";
import { gettext as _, language } from "./words.js";

const MINUTE_MS = 60_000;

export class Halts {
  constructor({ bar, panel, store, act, question }) {
    Object.assign(this, { store, act, question, panel });
    this.pause = button("pause", _("Pause…"), () => this.#askPause());
    this.adjourn = button("adjourn", _("Adjourn…"), () => this.#askAdjourn());
    this.end = button("end-halted", _("End now…"), () => this.#askEnd());
    this.note = el("span", { class: "hint" });
    panel?.append(this.note, this.pause, this.adjourn, this.end); // a replay has none
    this.resume = button("resume", _("Play on"), () => act("resume"));
    this.resume.classList.remove("quiet");
    this.later = button("adjourn-paused", _("Another day…"), () => this.#askAdjourn());
    bar.append(this.resume, this.later);
    this.answered = null; // the version of the proposal that was answered here
  }

  draw() {
    const { view, you } = this.store;
    const plays = you !== null && !view.bots[you] && view.phase !== "waiting" && view.phase !== "finished";
    if (this.panel) this.panel.hidden = !plays;
    say(this.note, absentNote(this.store));
    this.pause.hidden = view.halt !== null || view.halting !== null;
    this.adjourn.hidden = view.halting !== null || view.halt?.kind === "adjourn";
    this.end.hidden = view.ending !== null;
    this.resume.hidden = !plays || view.halt?.ready[you];
    this.later.hidden = !plays || view.halting !== null || view.halt?.kind !== "pause";
    if (plays && view.halting && !view.halting.agreed[you]) this.#answer(view.halting);
  }

  #askPause() {
    this.question.ask({ text: _("A pause of ten minutes? All have to agree."), yes: _("Propose") }, () => this.act("pause"));
  }

  #askAdjourn() {
    const hour = el("input", { type: "datetime-local", name: "hour", min: localText(new Date(Date.now() + MINUTE_MS)) });
    const form = el("label", { class: "halt-hour" }, _("From when on (may stay empty)"), hour);
    const text = _("Go on another day? The cards and the sheet stay as they are. All have to agree.");
    this.question.ask({ text, yes: _("Propose"), form }, () => this.act(this.#adjournText(hour.value)));
  }

  #adjournText(value) {
    const at = value ? new Date(value).getTime() : NaN;
    return Number.isNaN(at) ? "adjourn" : `adjourn ${Math.round(at + this.store.clubAhead)}`;
  }

  #askEnd() {
    const text = _("End the pulka now, as the sheet stands? All have to agree.");
    this.question.ask({ text, yes: _("Propose") }, () => this.act("end_now"));
  }

  #answer(halting) {
    if (this.question.isOpen() || this.answered === halting.version) return;
    const answer = (text) => () => {
      this.answered = halting.version;
      this.act(text);
    };
    const words = { text: proposalText(this.store, halting), yes: _("Agree"), no: _("Play on") };
    this.question.ask(words, answer("agree_halt"), answer("refuse_halt"));
  }
}

function button(name, text, press) {
  const node = el("button", { type: "button", class: "button quiet", "data-do": name }, text);
  node.addEventListener("click", press);
  return node;
}

/* Who stays decides: the bot plays on, they wait, or it ends. */
function absentNote(store) {
  const { view, you } = store;
  const missed = store.seats.findIndex((sitter, seat) => sitter && !sitter.bot && seat !== you && (view.bots[seat] || isAway(store, seat)));
  if (missed < 0 || view.halt) return "";
  return _("%(name)s is away. If all who are here agree, you wait, go on another day or end.", { name: store.name(missed) });
}

function proposalText(store, { kind, by, until }) {
  const name = store.name(by);
  if (kind === "pause") return _("%(name)s: a pause of ten minutes?", { name });
  if (until === null) return _("%(name)s: go on another day?", { name });
  return _("%(name)s: go on at this hour: %(time)s?", { name, time: dayText(store, until) });
}

/* What the table says while the match stands. */
export function haltText(store) {
  const { halt } = store.view;
  const parts = [halt.kind === "pause" ? _("A pause until %(time)s.", { time: timeText(store, halt.until) }) : adjournedText(store, halt)];
  const ready = halt.ready.flatMap((isReady, seat) => (isReady ? [store.name(seat)] : []));
  if (ready.length) parts.push(_("Ready to go on: %(names)s.", { names: ready.join(", ") }));
  return parts.join(" ");
}

function adjournedText(store, halt) {
  if (halt.until !== null) return _("Adjourned until %(time)s.", { time: dayText(store, halt.until) });
  return _("Adjourned: it goes on when all are here, before %(time)s.", { time: dayText(store, halt.expires_at) });
}

const here = (store, at) => new Date(at - store.clubAhead);
const timeText = (store, at) => here(store, at).toLocaleTimeString(language, { timeStyle: "short" });
const dayText = (store, at) => here(store, at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });

/* The form of a date field. */
function localText(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}
