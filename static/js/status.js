/* The state of the line and of the last act, in words, in one place. */

import { el, say } from "./dom.js";
import { refusal } from "./refusals.js";
import { gettext as _ } from "./words.js";

const STAYS_MS = 2_500;
const HINT_STAYS_MS = 10_000;

export class Status {
  constructor(root) {
    this.root = root;
    this.words = el("span", { class: "words" });
    this.sign = el("span", { class: "sign", "aria-hidden": "true" });
    root.append(this.words, this.sign);
    this.since = null;
  }

  line(name, values = {}) {
    clearInterval(this.ticking);
    if (name === "lost" || name === "restart") this.#away(name, values.since);
    else if (name === "bye") this.#write(refusal(values.code), "bad");
    else if (name === "back") this.brief(_("Connected, nothing missed."));
    else if (name === "sent") this.#write(_("sent"), "quiet", "✓");
    else if (name === "offline-act") this.#write(_("No connection: kept for 5 seconds"), "bad");
    else if (name === "not-sent") this.brief(_("not sent"), "bad");
    if (name !== "lost" && name !== "restart") this.since = null;
  }

  saved() {
    this.brief(_("saved"), "quiet", "✓✓");
  }

  refused(code) {
    this.brief(refusal(code), "bad");
  }

  hint(text) {
    this.#write(text, "good");
    this.fading = setTimeout(() => this.#write("", ""), HINT_STAYS_MS);
  }

  brief(text, kind = "good", sign = "") {
    this.#write(text, kind, sign);
    this.fading = setTimeout(() => this.#write("", ""), STAYS_MS);
  }

  #away(name, since) {
    this.since ??= since;
    const tell = () => {
      const count = Math.round((Date.now() - this.since) / 1000);
      const text = name === "restart" ? _("The server is being renewed, the clocks stand. %(count)s s", { count }) : _("The connection broke, restoring… %(count)s s (the clocks run)", { count });
      this.#write(text, "bad");
    };
    tell();
    this.ticking = setInterval(tell, 1000);
  }

  #write(text, kind, sign = "") {
    clearTimeout(this.fading);
    this.root.dataset.kind = kind;
    say(this.words, text);
    say(this.sign, sign && ` ${sign}`);
  }
}
