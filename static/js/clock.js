/* The clock of whoever is asked: a thin ring, digits from 15 s, a word when the bank runs. */

import { say } from "./dom.js";
import { gettext as _ } from "./words.js";

const DIGITS_FROM_S = 15;
const SPOKEN_S = [30, 10];

export class Clock {
  constructor(store, seats, speak) {
    Object.assign(this, { store, seats, speak, spoken: "" });
    setInterval(() => this.draw(), 250);
  }

  draw() {
    const { view } = this.store;
    if (!view) return;
    for (const plate of this.seats.plates) this.#drawPlate(plate, view);
  }

  #drawPlate(plate, view) {
    const runs = view.deadline !== null && view.turn.includes(plate.seat) && !view.bots[plate.seat] && view.phase !== "result";
    plate.clock.classList.toggle("running", runs);
    if (!runs) {
      say(plate.digits, "");
      return;
    }
    const now = this.store.clubNow();
    const left = Math.max(0, view.deadline - now);
    const bank = view.phase === "offer" ? 0 : view.bank[plate.seat] ?? 0;
    const inBank = left <= bank;
    const whole = inBank ? bank : view.deadline - bank - view.clock_from;
    const rest = inBank ? left : left - bank;
    plate.clock.style.setProperty("--left", String(whole > 0 ? Math.min(1, rest / whole) : 0));
    plate.clock.classList.toggle("bank", inBank);
    const seconds = Math.ceil(rest / 1000);
    say(plate.digits, inBank ? _("bank %(time)s", { time: minutes(seconds) }) : seconds <= DIGITS_FROM_S ? String(seconds) : "");
    if (plate.seat === this.store.you) this.#speakOnce(seconds, inBank, view.clock_from);
  }

  #speakOnce(seconds, inBank, from) {
    const moment = inBank ? "bank" : SPOKEN_S.find((at) => seconds === at);
    const key = `${from}:${moment}`;
    if (!moment || this.spoken === key) return;
    this.spoken = key;
    this.speak(inBank ? _("Time: your bank is running.") : _("%(count)s seconds.", { count: seconds }));
  }
}

export function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
