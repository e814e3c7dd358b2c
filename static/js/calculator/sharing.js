/* The link that carries the whole sheet. */

import { say } from "../dom.js";
import { gettext as _ } from "../words.js";

export class Sharing {
  constructor({ root, address }) {
    Object.assign(this, { root, address, input: root.querySelector("input"), button: root.querySelector("button") });
    this.button.addEventListener("click", () => this.#copy());
    this.input.addEventListener("focus", () => this.input.select());
  }

  draw() {
    this.input.value = this.address();
  }

  async #copy() {
    this.input.select();
    try {
      await navigator.clipboard.writeText(this.input.value);
      say(this.root.querySelector("[role=status]"), _("The link is copied."));
    } catch {
      say(this.root.querySelector("[role=status]"), _("Copy the selected link."));
    }
  }
}
