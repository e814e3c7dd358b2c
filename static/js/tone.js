/* A short quiet tone when it is the reader's turn, for whoever asked for it. */

const HERTZ = 660;
const SECONDS = 0.2;
const LOUDNESS = 0.06;

export class TurnTone {
  constructor(store, wanted) {
    this.store = store;
    this.wanted = wanted;
    this.wasAsked = false;
  }

  follow() {
    const asked = this.store.isAsked() && this.store.view.phase !== "result";
    if (this.wanted && asked && !this.wasAsked) this.#sound();
    this.wasAsked = asked;
  }

  /* Before the reader has touched the page browsers let nothing sound: then it stays quiet. */
  #sound() {
    this.context ??= new AudioContext();
    void this.context.resume();
    const from = this.context.currentTime;
    const loudness = this.context.createGain();
    loudness.gain.setValueAtTime(LOUDNESS, from);
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + SECONDS);
    const tone = this.context.createOscillator();
    tone.frequency.value = HERTZ;
    tone.connect(loudness).connect(this.context.destination);
    tone.start(from);
    tone.stop(from + SECONDS);
  }
}
