/* What is said in a place: the last lines, ready phrases, and a field for one's own words. */

import { el, say } from "../dom.js";
import { refusal } from "../refusals.js";
import { gettext as _ } from "../words.js";
import { About } from "./about.js";

const MOST = 200;

export class Talk {
  /* `tell` sends a phrase or a text and gives its ref, or null without a line; `unread` hears how many lines were not seen. */
  constructor({ root, tell, isShown = () => true, unread = () => {}, heard = () => {} }) {
    Object.assign(this, { root, tell, isShown, unread, heard, you: null, noText: "newcomer", closed: "", waiting: null, unseen: 0 });
    this.lines = root.querySelector("[data-lines]");
    this.note = root.querySelector("[data-note]");
    this.form = root.querySelector("[data-form]");
    this.field = this.form.elements.text;
    this.about = new About(document.getElementById("talk-about"));
    this.phrases = new Map();
    for (const button of root.querySelectorAll("[data-phrase]")) {
      this.phrases.set(button.dataset.phrase, button.textContent);
      button.addEventListener("click", () => this.#say({ phrase: button.dataset.phrase }));
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.field.value.trim()) this.#say({ text: this.field.value });
    });
  }

  take(message) {
    if (message.t === "talk") this.#begin(message);
    else this.#add(message, true);
  }

  /* Why nobody may write freely now, in words; empty when everybody may. */
  close(why) {
    if (this.closed === why) return;
    this.closed = why;
    this.#draw();
  }

  /* Whether it was ours that was refused: his words go back into the field. */
  refused(code, ref) {
    if (!this.waiting || this.waiting.ref !== ref) return false;
    if (this.waiting.text && !this.field.value) this.field.value = this.waiting.text;
    this.waiting = null;
    say(this.note, refusal(code));
    return true;
  }

  seen() {
    this.unseen = 0;
    this.unread(0);
    this.lines.scrollTop = this.lines.scrollHeight;
  }

  #begin({ you, no_text: noText, warned, lines }) {
    Object.assign(this, { you, noText, warned });
    this.lines.replaceChildren();
    for (const line of lines) this.#add(line, false);
    this.#draw();
  }

  #add(line, isNew) {
    if (line.ref && line.ref === this.waiting?.ref) {
      this.waiting = null;
      say(this.note, this.#why());
    }
    if (this.lines.querySelector(`[data-line="${line.id}"]`)) return;
    const atEnd = this.lines.scrollTop + this.lines.clientHeight >= this.lines.scrollHeight - 40;
    const words = this.phrases.get(line.phrase) ?? line.text ?? "";
    this.lines.append(this.#line(line, words));
    while (this.lines.children.length > MOST) this.lines.firstElementChild.remove();
    if (atEnd || line.who === this.you) this.lines.scrollTop = this.lines.scrollHeight;
    if (!isNew || line.who === this.you) return;
    this.heard(line, words);
    if (!this.isShown()) this.unread((this.unseen += 1));
  }

  #line(line, words) {
    const name = line.who === this.you
      ? el("span", { class: "talk-name", dir: "auto" }, line.name)
      : el("button", { class: "talk-name", type: "button", dir: "auto", title: _("What to do about this player"), onclick: () => this.about.open({ name: line.name, who: line.who, line: line.id }) }, line.name);
    return el("p", { "data-line": line.id, class: line.phrase ? "phrase" : null }, name, el("span", { class: "talk-words", dir: "auto" }, words));
  }

  #say(words) {
    const ref = this.tell(words);
    if (!ref) {
      say(this.note, _("No connection: nothing was said."));
      return;
    }
    this.waiting = { ref, text: words.text };
    if (words.text) this.field.value = "";
  }

  #why() {
    if (this.warned) return _("The moderators have warned you: look at your account.");
    if (this.noText) return refusal(this.noText);
    return this.closed;
  }

  #draw() {
    this.form.hidden = Boolean(this.noText) || Boolean(this.closed);
    say(this.note, this.#why());
  }
}
