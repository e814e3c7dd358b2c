/* In place of the line to a table: what was said there, told again as far as one wants to see. */

import { gettext as _ } from "./words.js";
import { say } from "./dom.js";

export class Recording {
  constructor(messages, { shown, on }) {
    Object.assign(this, { messages, shown, on, pending: null, at: -1 });
    this.slider = document.getElementById("replay-at");
    this.words = document.getElementById("replay-words");
    this.slider.max = String(messages.length - 1);
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    for (const button of document.querySelectorAll("[data-replay]")) {
      button.addEventListener("click", () => this.go(this.#target(button.dataset.replay)));
    }
    window.addEventListener("hashchange", () => this.go(atOf(location.hash)));
  }

  open() {
    this.on.status("open");
    this.go(atOf(location.hash));
  }

  /* Nothing is done at a table that is over. */
  act() {}

  now() {}

  go(wanted) {
    const to = Math.max(0, Math.min(wanted, this.messages.length - 1));
    if (to < this.at || this.at < 0) this.#rewind();
    while (this.at < to) this.#tell(this.at + 1);
    history.replaceState(null, "", `#${to}`);
    this.slider.value = String(to);
    say(this.words, _("%(at)s of %(all)s", { at: to, all: this.messages.length - 1 }));
    for (const button of document.querySelectorAll("[data-replay]")) button.disabled = this.#target(button.dataset.replay) === to;
  }

  #rewind() {
    document.getElementById("log").replaceChildren();
    this.#tell(0);
  }

  #tell(at) {
    this.at = at;
    this.on.message(structuredClone(this.messages[at]));
  }

  #target(name) {
    const last = this.messages.length - 1;
    const targets = { first: 0, back: Math.max(0, this.at - 1), next: Math.min(last, this.at + 1), last };
    return targets[name];
  }
}

/* The card one was pointed to stands in the link. */
function atOf(hash) {
  return Number(/^#(\d{1,4})$/.exec(hash)?.[1] ?? 0);
}
