/* The text of the game: what happened, in words, appended and never re-rendered. */

import { absenceWords, isAway } from "./away.js";
import { el } from "./dom.js";
import { phraseOf } from "./phrases.js";
import { isCard } from "./tempo.js";

const JOIN_MS = 250;
const MOST = 400;
const LOOK_MS = 1_000;

export class Log {
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.waiting = [];
    this.away = []; // by seat: whether it was said
    setInterval(() => this.#tellAbsences(), LOOK_MS);
    store.listen((_store, { message, before }) => {
      if (message.t === "ev" && before) this.#take(message, before);
    });
  }

  #take(message, before) {
    const trick = isCard(message) ? `${before.number}.${before.trick_number}` : null;
    for (const phrase of phraseOf(this.store, message, before)) this.waiting.push({ ...phrase, trick: phrase.card ? trick : null });
    if (message.set?.last_trick) this.#forgetBut(trick);
    this.#writeSoon();
  }

  #tellAbsences() {
    for (const seat of this.store.here?.away.keys() ?? []) {
      const away = seat !== this.store.you && isAway(this.store, seat);
      if (away !== (this.away[seat] ?? false)) this.waiting.push({ text: absenceWords(this.store, seat), trick: null });
      this.away[seat] = away;
    }
    this.#writeSoon();
  }

  #writeSoon() {
    if (this.waiting.length && !this.timer) this.timer = setTimeout(() => this.#write(), JOIN_MS);
  }

  /* Only the last trick may be looked at: of older ones the log keeps who took them. */
  #forgetBut(trick) {
    if (this.store.rules.trick_history === "all") return;
    for (const paragraph of this.root.querySelectorAll("[data-trick]")) {
      if (paragraph.dataset.trick !== trick) paragraph.remove();
    }
    this.waiting = this.waiting.filter((phrase) => phrase.trick === null || phrase.trick === trick);
  }

  /* What comes within a quarter of a second is one paragraph: speech is not cut off. */
  #write() {
    this.timer = null;
    const scroller = this.root.scrollHeight > this.root.clientHeight ? this.root : this.root.closest(".panels");
    const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 40;
    for (const { trick, texts } of paragraphs(this.waiting)) this.root.append(el("p", { "data-trick": trick }, texts.join(" ")));
    this.waiting = [];
    while (this.root.children.length > MOST) this.root.firstElementChild.remove();
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  }
}

/* Cards stand in paragraphs of their own trick, everything else together. */
function paragraphs(phrases) {
  const joined = [];
  for (const { text, trick } of phrases) {
    const last = joined.at(-1);
    if (last?.trick === trick) last.texts.push(text);
    else joined.push({ trick, texts: [text] });
  }
  return joined;
}
