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

  /* `form` stands between the text and the buttons; `otherwise` is done on the other answer. */
  ask({ text, yes, no = _("Back"), danger = false, form = null }, then, otherwise = () => {}) {
    const agree = el("button", { type: "button", class: danger ? "button danger" : "button", "data-answer": "yes" }, yes);
    const back = el("button", { type: "button", class: "button quiet", "data-answer": "no" }, no);
    agree.addEventListener("click", () => {
      this.close();
      then();
    });
    back.addEventListener("click", () => {
      this.close();
      otherwise();
    });
    this.asker = document.activeElement;
    this.root.replaceChildren(...[el("p", { id: "question-text" }, text), form, agree, back].filter(Boolean));
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
