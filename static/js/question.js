/* One question more, only where an act cannot be undone; it stands where the buttons stood. */

import { el } from "./dom.js";
import { gettext as _ } from "./words.js";

export class Question {
  constructor(root) {
    this.root = root;
  }

  isOpen() {
    return !this.root.hidden;
  }

  ask({ text, yes, danger = false }, then) {
    const agree = el("button", { type: "button", class: danger ? "button danger" : "button", "data-answer": "yes" }, yes);
    const back = el("button", { type: "button", class: "button quiet", "data-answer": "no" }, _("Back"));
    agree.addEventListener("click", () => {
      this.close();
      then();
    });
    back.addEventListener("click", () => this.close());
    this.asker = document.activeElement;
    this.root.replaceChildren(el("p", { id: "question-text" }, text), agree, back);
    this.root.hidden = false;
    agree.focus();
  }

  close() {
    if (!this.isOpen()) return;
    this.root.hidden = true;
    this.root.replaceChildren();
    if (this.asker?.isConnected) this.asker.focus();
  }
}
