/* The state of the page: what is kept on this device, and the way back from each change. */

import { parse, print } from "./link.js";

const KEY = "trelyazh.calculator";
const ASIDE = "trelyazh.calculator.aside";
const MOST_STEPS = 200;

export class Keeping {
  constructor({ presets, draw }) {
    Object.assign(this, { presets, draw, past: [], future: [] });
    this.state = this.#shared() ?? parse(read(KEY) ?? "", presets) ?? fresh(presets);
    addEventListener("storage", ({ key, newValue }) => key === KEY && newValue && this.#show(newValue));
  }

  get text() {
    return print(this.state, this.presets);
  }

  /* Something written before this page was opened by a link stays at hand. */
  get aside() {
    return parse(read(ASIDE) ?? "", this.presets);
  }

  change(changes) {
    this.past = [...this.past.slice(-MOST_STEPS), this.text];
    this.future = [];
    Object.assign(this.state, changes);
    this.#keep();
  }

  undo() {
    this.#step(this.past, this.future);
  }

  redo() {
    this.#step(this.future, this.past);
  }

  clear() {
    const { rules, names, first } = this.state;
    this.change({ rules, names, first, deals: [] });
  }

  bringBack() {
    this.change(this.aside);
    write(ASIDE, null);
    this.draw();
  }

  #step(from, to) {
    const text = from.pop();
    if (text === undefined) return;
    to.push(this.text);
    this.state = parse(text, this.presets);
    this.#keep();
  }

  #keep() {
    write(KEY, this.text);
    this.draw();
  }

  #show(text) {
    const state = parse(text, this.presets);
    if (!state) return;
    this.state = state;
    this.draw();
  }

  /* A link brings a state; it becomes this device's own, and the old one is put aside. */
  #shared() {
    const text = location.hash.slice(1);
    if (!text) return null;
    history.replaceState(null, "", location.pathname);
    const shared = parse(text, this.presets);
    const own = parse(read(KEY) ?? "", this.presets);
    if (!shared) this.isBroken = true;
    else if (own?.deals.length && print(own, this.presets) !== print(shared, this.presets)) write(ASIDE, print(own, this.presets));
    if (shared) write(KEY, print(shared, this.presets));
    return shared;
  }
}

const fresh = (presets) => ({ rules: { ...presets.sochi[3] }, names: ["", "", ""], first: 2, deals: [] });

/* Memory may be forbidden or full: the page works on without it. */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, text) {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Nothing to do: what is on the screen stays there.
  }
}
