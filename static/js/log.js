/* The text of the game: what happened, in words, appended and never re-rendered. */

import { el } from "./dom.js";
import { phraseOf } from "./phrases.js";

const JOIN_MS = 250;
const MOST = 400;

export class Log {
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.waiting = [];
    store.listen((_store, { message, before }) => {
      if (message.t === "ev" && before) this.#take(phraseOf(store, message, before));
    });
  }

  #take(phrases) {
    this.waiting.push(...phrases);
    if (this.waiting.length && !this.timer) this.timer = setTimeout(() => this.#write(), JOIN_MS);
  }

  /* What comes within a quarter of a second is one paragraph: speech is not cut off. */
  #write() {
    this.timer = null;
    const atEnd = this.root.scrollTop + this.root.clientHeight >= this.root.scrollHeight - 40;
    this.root.append(el("p", {}, this.waiting.join(" ")));
    this.waiting = [];
    while (this.root.children.length > MOST) this.root.firstElementChild.remove();
    if (atEnd) this.root.scrollTop = this.root.scrollHeight;
  }
}
