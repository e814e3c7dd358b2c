/* When what has arrived is shown: plays apart, a trick lies a while, equal for all (screen only). */

const APART_MS = 450;
const TRICK_MS = 1200;
const LAST_TRICK_MS = 2500;
const TALON_MS = 1600;
const CROWD = 8; // so many waiting messages are a catch-up: no pauses

export class Tempo {
  constructor(store, pauses) {
    this.store = store;
    this.pauses = pauses;
    this.waiting = [];
    this.timer = null;
    this.shownAt = -Infinity;
  }

  take(message) {
    this.store.takeTime(message);
    if (message.t === "state") this.#drop();
    this.waiting.push(message);
    this.#go();
  }

  /* A tap on the trick collects it at once. */
  hurry() {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.hold = 0;
    this.#go();
  }

  isBehind() {
    return this.waiting.length > 0;
  }

  #drop() {
    clearTimeout(this.timer);
    this.timer = null;
    this.waiting = [];
    this.hold = 0;
  }

  #go() {
    while (this.timer === null && this.waiting.length) {
      const wait = this.#waitFor(this.waiting[0]);
      if (wait > 0) {
        this.timer = setTimeout(() => {
          this.timer = null;
          this.hold = 0;
          this.#show();
          this.#go();
        }, wait);
      } else this.#show();
    }
  }

  #waitFor(message) {
    if (!this.pauses || this.waiting.length > CROWD || document.hidden) return 0;
    const apart = isCard(message) ? this.shownAt + APART_MS - performance.now() : 0;
    return Math.max(apart, this.hold ?? 0);
  }

  #show() {
    const message = this.waiting[0];
    const stage = this.pauses && !message.staged ? stageOf(this.store.view, message) : null;
    if (isCard(message) && !message.staged) this.shownAt = performance.now();
    if (stage) {
      message.staged = true;
      message.before = this.store.view;
      this.hold = stage.ms;
      this.store.show(stage.set);
      return;
    }
    this.waiting.shift();
    this.hold = 0;
    this.store.apply(message);
  }
}

const CARD = /^[SCDH][789TJQKA]$/;

export function isCard(message) {
  return message.t === "ev" && CARD.test(message.act?.[1] ?? "");
}

const NOBODY = { turn: [], legal: null, deadline: null };

function stageOf(view, message) {
  const set = message.set ?? {};
  if (isCard(message) && set.last_trick) return trickStage(view, message, set);
  if (message.t === "ev" && set.talon && !view.talon && set.phase === "discard") {
    return { ms: TALON_MS, set: { ...NOBODY, calls: set.calls ?? view.calls, standing: null, talon: set.talon, phase: "talon", declarer: set.declarer } };
  }
  return null;
}

/* The fourth corner: the whole trick on the table, the hand one card shorter, nobody on turn. */
function trickStage(view, message, set) {
  const [seat, card] = message.act;
  const owner = set.last_trick.cards.find(([, played]) => played === card)?.[0] ?? seat;
  const hands = view.hands.map((hand, at) => (at === owner && hand ? hand.filter((held) => held !== card) : hand));
  const counts = view.counts.map((count, at) => (at === owner ? count - 1 : count));
  const over = set.phase === "result" || set.phase === "finished";
  return { ms: over ? LAST_TRICK_MS : TRICK_MS, set: { ...NOBODY, trick: set.last_trick.cards, hands, counts } };
}
