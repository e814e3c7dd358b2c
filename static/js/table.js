/* The table: joins the line, the state and the parts of the screen. */

import { data, say } from "./dom.js";
import { gettext as _, ngettext } from "./words.js";
import { Auction } from "./auction.js";
import { Clock, minutes } from "./clock.js";
import { Discard } from "./discard.js";
import { Halts } from "./halts.js";
import { EtudeLine } from "./etude.js";
import { Hand } from "./hand.js";
import { actWords } from "./hint.js";
import { Keys } from "./keys.js";
import { Line } from "./socket.js";
import { Log } from "./log.js";
import { Proposals } from "./proposals.js";
import { RatingChanges } from "./ratings.js";
import { Recording } from "./recording.js";
import { Question } from "./question.js";
import { Result } from "./result.js";
import { Seats } from "./seats.js";
import { Settlement } from "./settlement.js";
import { Sheet } from "./sheet.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { TableTalk } from "./talk/table.js";
import { Tabs } from "./tabs.js";
import { Tempo } from "./tempo.js";
import { TurnTone } from "./tone.js";
import { Trick } from "./trick.js";
import { WaitingRoom } from "./waiting.js";
import { Whist } from "./whist.js";
import { lineText, sentenceText, whyNot } from "./sentence.js";

const REASON_MS = 2_000;
const CARD = /^[SCDH][789TJQKA]$/;
const part = (id) => document.getElementById(id);
const page = document.documentElement;
const given = data("table-data");

export class Table {
  constructor(given, { pauses }) {
    this.root = part("table");
    this.store = new Store();
    this.tempo = new Tempo(this.store, pauses);
    this.status = new Status(part("status"));
    this.line = new (given.etude ? EtudeLine : given.recording ? Recording : Line)(given.etude ?? given.recording ?? given.urls, {
      shown: () => this.store.version,
      on: {
        message: (message) => this.tempo.take(message),
        status: (name, values) => this.status.line(name, values),
        refused: (code, ref) => this.#refused(code, ref),
        receipt: () => this.#saved(),
        hint: (message) => this.#hinted(message),
        talk: (message) => this.talk.take(message),
      },
    });
    this.#build(given);
    this.store.listen((_store, change) => this.#changed(change));
    window.addEventListener("online", () => this.line.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.line.now());
    this.line.open();
  }

  #build(given) {
    const { store } = this;
    const act = (text) => this.act(text);
    this.question = new Question(part("question"));
    this.seats = new Seats(part("seats"), store);
    this.hand = new Hand(part("hand"), (card, button) => this.#pressCard(card, button));
    this.trick = new Trick(part("trick"), store);
    this.auction = new Auction({ ladderRoot: part("ladder"), bar: part("auction-bar"), store, act, question: this.question });
    this.discard = new Discard({ ladderRoot: part("contracts"), slots: part("discard-slots"), bar: part("discard-bar"), store, act, question: this.question, redraw: () => this.draw() });
    this.whist = new Whist({ root: part("choices"), store, act });
    this.result = new Result({ root: part("result"), bar: part("result-bar"), store, act });
    this.proposals = new Proposals({ bar: part("play-bar"), resultBar: part("result-bar"), store, act, question: this.question });
    this.halts = new Halts({ bar: part("halt-bar"), panel: part("halts"), store, act, question: this.question });
    this.settlement = new Settlement({ root: part("settlement"), store, urls: given.urls ?? {} });
    this.ratings = new RatingChanges({ after: this.settlement.body, store, url: given.urls.ratings });
    this.sheet = new Sheet({ root: part("sheet"), store });
    this.waiting = new WaitingRoom({ root: part("waiting"), store, urls: given.urls });
    this.log = new Log(part("log"), store);
    this.tabs = new Tabs(this.root);
    this.talk = new TableTalk({ root: part("talk"), store, line: () => this.line, tabs: this.tabs, table: given.id });
    this.clock = new Clock(store, this.seats, (text) => say(part("spoken"), text));
    this.keys = new Keys(this);
    setInterval(() => this.seats.tick(), 1_000);
    this.tone = new TurnTone(store, page.dataset.sounds === "on" && !given.recording);
    part("trick").addEventListener("click", () => this.tempo.hurry());
    part("last-trick").addEventListener("click", () => this.showLast());
    part("back").addEventListener("click", () => act("back"));
    part("hint").addEventListener("click", () => this.line.ask());
  }

  #changed({ message }) {
    if (message.t === "ev" || message.t === "state") this.#settle(message);
    this.draw();
    this.tone.follow();
  }

  /* A new decision closes what was asked about the old one. */
  #settle(message) {
    const set = message.set ?? message.view ?? {};
    if ("turn" in set || "phase" in set || message.t === "state") this.question.close();
    if (this.store.view.phase !== "discard") this.discard.forget();
  }

  act(text) {
    if (this.line.pending) return;
    this.line.act(text);
    this.draw();
  }

  #refused(code, ref) {
    if (this.talk.refused(code, ref)) return;
    this.status.refused(code);
    if (code === "not_proved") this.proposals.unproved();
    this.draw();
  }

  #hinted({ v, act }) {
    if (v === this.store.version) this.status.hint(_("Hint: %(act)s", { act: actWords(this.store.view, act) }));
  }

  #saved() {
    this.status.saved();
  }

  draw() {
    const { store } = this;
    if (!store.view) return;
    this.root.dataset.players = String(store.view.players);
    this.root.dataset.phase = store.view.phase;
    this.root.dataset.mode = this.mode();
    this.root.dataset.halted = store.view.halt ? "yes" : "no";
    this.root.dataset.turn = store.isAsked() ? "mine" : "other";
    this.root.dataset.version = String(store.version);
    this.root.dataset.busy = this.line.pending || this.tempo.isBehind() ? "yes" : "no";
    this.seats.draw();
    this.trick.draw();
    this.#drawWords();
    this.#drawHand();
    this.#drawMode();
    this.sheet.draw();
    this.clock.draw();
    this.talk.draw();
    part("hint").hidden = page.dataset.hints === "off" || !store.mayAskForHints();
    part("back").hidden = store.you === null || !store.view.bots[store.you] || store.view.phase === "finished";
  }

  /* Which part of the screen is asked for now. */
  mode() {
    const { phase, legal } = this.store.view;
    if (phase === "discard") return this.store.isAsked() ? (this.discard.isReady() ? "contract" : "lift") : "look";
    if (phase === "auction" || phase === "waiting" || phase === "result" || phase === "finished") return phase;
    if (["declare", "choose", "offer"].includes(phase)) return this.store.isAsked() && legal ? "choose" : phase === "declare" ? "look" : "play";
    return phase === "play" ? "play" : "look";
  }

  #drawMode() {
    const mode = this.root.dataset.mode;
    if (mode === "auction") this.auction.draw();
    if (mode === "lift" || mode === "contract") this.discard.draw();
    this.whist[mode === "choose" ? "draw" : "clear"]();
    if (mode === "result" || mode === "finished") this.result.draw();
    if (mode === "finished") this.settlement.draw();
    if (mode === "finished") this.ratings.draw();
    this.waiting.draw();
    this.proposals.draw();
    this.halts.draw();
    this.#drawWatchers();
  }

  #drawWords() {
    const { store } = this;
    const sentence = sentenceText(store);
    say(part("line"), lineText(store));
    if (!this.reasonUntil) say(part("sentence"), sentence);
    const mine = store.isAsked() && store.view.phase !== "result";
    document.title = [mine ? "● " : "", sentence, " – ", _("Trelyazh")].join("");
  }

  #drawWatchers() {
    const root = part("watchers");
    const count = this.store.here?.watchers ?? 0;
    if (!root) return;
    root.hidden = count === 0;
    say(root, ngettext("%(count)s watcher", "%(count)s watchers", count));
  }

  #drawHand() {
    const { store } = this;
    const { view } = store;
    const seat = store.bottomHand();
    const cards = view.hands[seat];
    const dealt = view.phase === "result" || view.phase === "finished";
    const own = dealt ? [] : cards?.filter((card) => !this.discard.chosen.includes(card));
    part("hand").dataset.seat = String(seat);
    this.hand.draw({
      cards: own ?? null,
      count: view.counts[seat] ?? 0,
      trump: store.trump(),
      legal: this.#legalCards(own),
      marked: view.phase === "discard" && view.declarer === store.you ? view.talon ?? [] : [],
      pending: CARD.test(this.line.pending?.act ?? "") ? this.line.pending.act : null,
    });
  }

  #legalCards(own) {
    const { store } = this;
    if (store.isAsked() && store.view.phase === "play") return new Set(store.view.legal);
    if (store.isAsked() && store.view.phase === "discard" && this.mode() !== "contract") return new Set(own);
    return store.view.phase === "play" ? new Set() : null;
  }

  #pressCard(card) {
    const { store } = this;
    if (store.isAsked() && store.view.phase === "discard") this.discard.lift(card);
    else if (store.isAsked() && store.mayDo(card)) this.act(card);
    else if (store.view.phase === "play") this.#tellReason(whyNot(store, card));
  }

  #tellReason(text) {
    clearTimeout(this.reasonUntil);
    say(part("sentence"), text);
    part("sentence").dataset.reason = "yes";
    this.reasonUntil = setTimeout(() => {
      this.reasonUntil = null;
      delete part("sentence").dataset.reason;
      this.#drawWords();
    }, REASON_MS);
  }

  /* ---- what the keys ask ---- */

  ladder() {
    const { mode } = this.root.dataset;
    return mode === "auction" ? this.auction.ladder : mode === "contract" ? this.discard.ladder : null;
  }

  pressRung(bid) {
    this.ladder()?.rungs.get(bid)?.button.click();
  }

  pressNamed(name) {
    const node = [...this.root.querySelectorAll(`[data-do="${name}"], [data-act="${name}"]`)].find((found) => found.checkVisibility());
    node?.click();
    return Boolean(node);
  }

  showLast() {
    this.trick.showLast();
    return true;
  }

  showTab(name) {
    this.tabs.open(name);
    return true;
  }

  tellClocks() {
    const { view } = this.store;
    const words = view.bank.map((ms, seat) => `${this.store.name(seat)} ${minutes(Math.round(ms / 1000))}`);
    this.status.brief(_("Banks: %(times)s", { times: words.join(" · ") }));
    return true;
  }

  escape() {
    this.question.close();
    this.tabs.close();
    if (this.root.dataset.phase === "discard") {
      this.discard.forget();
      this.draw();
    }
  }
}

/* Pauses are off where the club has none, by `?pace=0` and by the cookie; `?pace=1` asks for them. */
function hasPauses() {
  const asked = new URLSearchParams(location.search).get("pace");
  if (asked !== null) return asked !== "0";
  return given.pace !== false && !/(^|; )animation=none/.test(document.cookie);
}

page.classList.toggle("still", !hasPauses() || page.dataset.animation === "none");
new Table(given, { pauses: hasPauses() });
