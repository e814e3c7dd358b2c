/* Keys that survive both layouts: digits and signs act, letters are taken by their place. */

import { STRAINS } from "./bids.js";

const LEVEL_KEYS = { 6: 6, 7: 7, 8: 8, 9: 9, 0: 10 };
const SIGNS = { "-": ["pass", "confirm"], "=": ["hold", "half"], "+": ["raise", "whist", "return", "open"] };

export class Keys {
  constructor(table) {
    this.table = table;
    this.level = null;
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (event.key === "Escape") this.table.escape();
    else if (this.#arrow(event) || this.#bid(event.key) || this.#sign(event.key) || this.#place(event.code)) event.preventDefault();
  }

  /* A level, then a strain: «7», «1» is seven spades. */
  #bid(key) {
    if (!this.table.ladder()) return false;
    if (this.level !== null && STRAINS[Number(key) - 1]) {
      const bid = `${this.level}${STRAINS[Number(key) - 1]}`;
      this.level = null;
      this.table.pressRung(bid);
      return true;
    }
    this.level = LEVEL_KEYS[key] ?? null;
    return this.level !== null;
  }

  #sign(key) {
    if (key === "*" && this.table.ladder()) this.table.pressRung("misere");
    return (SIGNS[key] ?? []).some((name) => this.table.pressNamed(name));
  }

  /* The place of L, C, S on the keyboard, whatever the layout writes there. */
  #place(code) {
    return { KeyL: () => this.table.showLast(), KeyS: () => this.table.showTab("sheet"), KeyC: () => this.table.tellClocks() }[code]?.() ?? false;
  }

  #arrow({ key }) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -5, ArrowDown: 5 }[key];
    const active = document.activeElement;
    const group = active?.closest(".ladder, .hand, .choices");
    if (!step || !group) return false;
    const buttons = [...group.querySelectorAll("button")];
    const by = group.matches(".ladder") ? step : Math.sign(step);
    buttons[Math.min(buttons.length - 1, Math.max(0, buttons.indexOf(active) + by))]?.focus();
    return true;
  }
}

function isTyping(target) {
  return Boolean(target.closest?.("input, select, textarea, dialog"));
}
