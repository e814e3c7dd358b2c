/* In place of the line to a table: a position of which the server knows every answer. */

import { say } from "./dom.js";
import { gettext as _ } from "./words.js";

const ANSWER_MS = 10_000;

export class EtudeLine {
  constructor({ state, answer, solution }, { shown, on }) {
    Object.assign(this, { start: state, answer, solution, shown, on, pending: null, told: [] });
    this.words = document.getElementById("etude-words");
    this.following = document.getElementById("etude-next");
    this.buttons = new Map([...document.querySelectorAll("[data-etude]")].map((button) => [button.dataset.etude, button]));
    this.#press("back", () => this.#back());
    this.#press("again", () => this.#rewind(0));
    this.#press("solve", () => this.#solve());
  }

  open() {
    this.on.status("open");
    this.#rewind(0);
  }

  now() {}

  ask() {}

  /* Our card; the answer brings the cards of the others too. */
  async act(card) {
    if (this.pending) return;
    this.pending = { act: card };
    const cards = [...this.told.map(({ act }) => act[1]), card];
    const found = await this.#fetched(`${this.answer}?cards=${cards.join(",")}`);
    if (found) this.#took(found);
  }

  #took({ verdict, within_reach: withinReach, messages }) {
    for (const message of messages) this.#tell(message);
    this.following.hidden = verdict !== "solved";
    if (verdict === "solved") this.#say(this.isShown ? _("This is how it goes.") : _("Solved!"), "good");
    else if (withinReach) this.#say(_("Right. Go on."), "good");
    else this.#say(_("Now it cannot be done any more. Take the card back."), "bad");
    this.#drawButtons();
  }

  /* The way to the goal from the beginning, at the pace of the table. */
  async #solve() {
    if (this.pending) return;
    this.pending = {};
    const found = await this.#fetched(this.solution);
    if (!found) return;
    this.isShown = true;
    this.#rewind(0);
    this.#took({ verdict: "solved", messages: found.messages });
  }

  /* What the server answers; null when it was refused, which is told. */
  async #fetched(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(ANSWER_MS) });
      const found = await answer.json();
      this.pending = null;
      if (answer.ok) return found;
      this.on.refused(found.code);
    } catch {
      this.pending = null;
      this.on.refused("busy");
    }
    return null;
  }

  /* To before our last card. */
  #back() {
    const ours = this.told.findLastIndex(({ by }) => by === "player");
    if (ours >= 0) this.#rewind(ours);
  }

  #rewind(to) {
    const kept = this.told.slice(0, to);
    document.getElementById("log").replaceChildren();
    this.told = [];
    this.on.message(structuredClone(this.start));
    for (const message of kept) this.#tell(message);
    this.following.hidden = true;
    this.#say("", "");
    this.#drawButtons();
  }

  #tell(message) {
    this.told.push(message);
    this.on.message(structuredClone(message));
  }

  #say(text, kind) {
    this.words.dataset.kind = kind;
    say(this.words, text);
  }

  #drawButtons() {
    for (const name of ["back", "again"]) this.buttons.get(name).disabled = !this.told.length;
  }

  #press(name, then) {
    this.buttons.get(name).addEventListener("click", then);
  }
}
