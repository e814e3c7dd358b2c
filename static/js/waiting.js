/* The waiting room: who has come, the host's bots, the invitation. */

import { say } from "./dom.js";
import { gettext as _ } from "./words.js";

const levelName = (level) => ({ plain: _("novice"), steady: _("club player"), strong: _("master") })[level] ?? level;

export class WaitingRoom {
  constructor({ root, store, urls }) {
    Object.assign(this, { root, store, urls });
    this.places = [...(root?.querySelectorAll("[data-place]") ?? [])]; // a replay has no waiting room
    this.copy = root?.querySelector("[data-do=copy]");
    this.copy?.addEventListener("click", () => this.#copy());
  }

  draw() {
    if (this.store.view.phase !== "waiting") return;
    for (const place of this.places) this.#drawPlace(place, Number(place.dataset.place));
    const asking = this.root.querySelector("[data-for=ready]");
    if (asking) asking.hidden = this.store.seats[this.store.you]?.ready ?? true;
    this.#followRules();
  }

  /* The rules stand on the page in words made by the server: other rules are another page. */
  #followRules() {
    const shown = JSON.parse(this.root.querySelector("[data-rules]").dataset.rules);
    if (Object.keys(shown).some((name) => shown[name] !== this.store.rules[name])) location.reload();
  }

  #drawPlace(place, seat) {
    const sitting = this.store.seats[seat] ?? null;
    const isHost = this.store.host !== null && this.store.host === this.store.you;
    say(place.querySelector(".name"), sitting?.name ?? _("free place"));
    say(place.querySelector(".initial"), sitting ? [...sitting.name][0] : "+");
    say(place.querySelector(".what"), this.#what(sitting, seat));
    place.classList.toggle("free", !sitting);
    say(place.querySelector("[data-ready]"), !sitting || sitting.bot ? "" : sitting.ready ? _("ready") : _("not ready"));
    for (const form of place.querySelectorAll("form")) {
      form.hidden = !isHost || (form.dataset.for === "fill" ? Boolean(sitting) : !sitting?.bot);
    }
  }

  #what(sitting, seat) {
    if (!sitting) return _("waiting for a friend");
    const words = [];
    if (sitting.bot) words.push(_("bot"));
    if (sitting.level) words.push(levelName(sitting.level));
    if (seat === this.store.you) words.push(_("this is you"));
    if (seat === this.store.host) words.push(_("host"));
    return words.join(", ");
  }

  async #copy() {
    const field = this.root.querySelector("[data-invitation]");
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      document.execCommand("copy");
    }
    say(this.copy, _("Copied"));
    setTimeout(() => say(this.copy, _("Copy the link")), 2000);
  }
}
