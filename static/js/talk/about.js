/* What one may do about somebody who talks. */

import { say } from "../dom.js";
import { refusal } from "../refusals.js";
import { gettext as _ } from "../words.js";

export class About {
  constructor(root) {
    this.root = root;
    this.said = root.querySelector("[data-said]");
    for (const form of root.querySelectorAll("[data-about]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#send(form);
      });
    }
  }

  /* Somebody by what he said (`who`, `line`), or by his seat (`table`, `seat`). */
  open({ name, ...fields }) {
    say(this.root.querySelector("h2"), name);
    for (const field of this.root.querySelectorAll("[data-about] [type=hidden]:not([name=csrf_token])")) field.value = fields[field.name] ?? "";
    this.said.hidden = true;
    this.root.showModal();
  }

  async #send(form) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      this.#tell(answer.ok ? _("Done.") : refusal((await answer.json()).code));
    } catch {
      this.#tell(_("No connection: nothing was done."));
    }
  }

  #tell(text) {
    this.said.hidden = false;
    say(this.said, text);
  }
}
