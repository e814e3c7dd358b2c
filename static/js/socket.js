/* The line to a table or to the hall: versions, receipts, resends, reconnection. Knows no cards. */

import { Choice } from "./choice.js";
import { SocketWay } from "./ways.js";

const PING_MS = 20_000;
const SILENCE_MS = 45_000;
const KEPT_OFFLINE_MS = 5_000;
const BACK_OFF_MS = [300, 600, 1_200, 2_000];
const LATE_MS = 3_000; // an event behind the receipt that speaks of it
const SOCKET_AGAIN_MS = 60_000; // on a stream the websocket is tried so often

export class Line {
  /* `shown` is the version on the screen; `on` hears message, status, refused and receipt. */
  constructor(urls, { shown, on }) {
    this.urls = urls;
    this.shown = shown;
    this.on = on;
    this.choice = new Choice();
    this.way = null;
    this.probe = null; // a websocket that may take the place of the stream
    this.hasHeard = false; // anything by this way
    this.received = null;
    this.behind = 0; // pongs in a row that knew a later version
    this.tries = 0;
    this.pending = null;
    this.goodbye = null;
  }

  open() {
    this.hasHeard = false;
    this.way = this.#start(this.choice.Way);
  }

  #start(Way) {
    const way = new Way(this.urls, this.received, {
      opened: () => way === this.way && this.#opened(),
      heard: (message) => this.#heardBy(way, message),
      closed: (isRestart) => this.#closedBy(way, isRestart),
    });
    return way;
  }

  #heardBy(way, message) {
    if (way === this.probe) this.#change();
    if (way === this.way) this.#heard(message);
  }

  #closedBy(way, isRestart) {
    if (way === this.probe) this.probe = null;
    if (way === this.way) this.#closed(isRestart);
  }

  /* One act at a time: the next is taken when the receipt of this one is here. */
  act(text) {
    if (this.pending) return;
    this.pending = { t: "act", ref: newRef(), v: this.shown(), act: text, sent: false };
    if (this.isOpen()) this.#send();
    else {
      this.on.status("offline-act");
      const { ref } = this.pending;
      setTimeout(() => this.#giveUp(ref), KEPT_OFFLINE_MS);
    }
  }

  /* What would a good player do? Answered to us alone, or refused. */
  ask() {
    if (this.isOpen()) this.way.send({ t: "ask", v: this.shown() });
  }

  /* Something said to the others: a phrase or a text. Its ref; null when there is no line now. */
  talk(words) {
    if (!this.isOpen()) return null;
    const ref = newRef();
    this.way.send({ t: "say", ref, ...words });
    return ref;
  }

  /* What is said of the hall: nothing is lost when it is not heard, the page shows what holds. */
  say(message) {
    if (this.isOpen()) this.way.send(message);
  }

  isOpen() {
    return Boolean(this.way?.isOpen);
  }

  /* The server has shown itself ready again, or the device is back on line. */
  now() {
    if (this.retry) {
      clearTimeout(this.retry);
      this.retry = null;
      this.open();
    }
  }

  #send() {
    const { t, ref, v, act } = this.pending;
    this.pending.sent = true;
    this.on.status("sent");
    this.way.send({ t, ref, v, act });
  }

  /* An unanswered act never sent is refused visibly; one already sent stays ours to settle. */
  #giveUp(ref) {
    if (this.pending?.ref !== ref || this.pending.sent) return;
    this.pending = null;
    this.on.status("not-sent");
  }

  #opened() {
    this.heardAt = Date.now();
    this.#rest();
    this.ping = setInterval(() => this.#beat(), PING_MS);
    if (this.choice.name === "stream") this.again = setInterval(() => this.#trySocket(), SOCKET_AGAIN_MS);
    this.on.status(this.tries ? "back" : "open");
    if (this.pending) this.#send();
  }

  #rest() {
    clearInterval(this.ping);
    clearInterval(this.again);
  }

  #beat() {
    if (Date.now() - this.heardAt > SILENCE_MS) this.way.close();
    else this.way.send({ t: "ping" });
  }

  #trySocket() {
    this.probe ??= this.#start(SocketWay);
  }

  /* The websocket speaks: the stream is not needed any more. */
  #change() {
    const stream = this.way;
    this.way = this.probe;
    this.probe = null;
    stream.close();
    this.choice.works("socket");
    this.#opened();
  }

  #heard(message) {
    this.heardAt = Date.now();
    if (message.t === "bye") {
      this.goodbye = message.code;
      return;
    }
    this.tries = 0; // an open socket alone proves nothing: the table may be out of reach
    this.#proved();
    if (message.t === "refused") this.#refused(message);
    else if (message.t === "receipt") this.#receipt(message);
    else if (message.t === "hint") this.on.hint(message);
    else if (message.t === "said" || message.t === "talk") this.on.talk(message);
    else if (message.t === "pong") this.#compare(message.v);
    else this.#take(message);
  }

  #proved() {
    if (this.hasHeard) return;
    this.hasHeard = true;
    this.choice.works();
  }

  /* Every version comes to everyone: a gap means loss, and the missing ones are asked for again. */
  #take(message) {
    if (message.t === "ev" || message.t === "changes") {
      if (message.v <= this.received) return;
      if (message.v > this.received + 1) {
        this.way.close();
        return;
      }
    }
    if ("v" in message) this.received = message.v;
    const ref = message.ref ?? (this.pending?.savedAs <= this.received ? this.pending.ref : null);
    if (ref) this.#settled(ref, () => this.on.receipt());
    this.on.message(message);
  }

  #compare(version) {
    this.behind = version > this.received ? this.behind + 1 : 0;
    if (this.behind > 1) this.way.close();
  }

  /* The answer to a request may overtake the event; the act is done when that is here too. */
  #receipt({ ref, v }) {
    if (v <= this.received || this.pending?.ref !== ref) {
      this.#settled(ref, () => this.on.receipt());
      return;
    }
    this.pending.savedAs = v;
    const { way } = this;
    setTimeout(() => this.received < v && way === this.way && way.close(), LATE_MS);
  }

  /* A worker that goes away refuses an act; it is kept and sent to the next one. */
  #refused({ code, ref }) {
    if (code !== "restarting") this.#settled(ref, () => this.on.refused(code, ref));
  }

  #settled(ref, then) {
    if (ref && this.pending?.ref === ref) this.pending = null;
    then();
  }

  #closed(isRestart) {
    this.#rest();
    if (this.goodbye && FINAL.has(this.goodbye)) {
      this.pending = null;
      this.on.status("bye", { code: this.goodbye });
      return;
    }
    if (!this.hasHeard && !this.goodbye) this.choice.failed();
    const isRenewed = isRestart || this.goodbye === "restarting";
    this.goodbye = null;
    const wait = BACK_OFF_MS[Math.min(this.tries, BACK_OFF_MS.length - 1)] * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.on.status(isRenewed ? "restart" : "lost", { since: Date.now() });
    this.retry = setTimeout(() => {
      this.retry = null;
      this.open();
    }, wait);
  }
}

/* Goodbyes after which coming back by itself would be wrong. */
const FINAL = new Set(["no_such_table", "wrong_origin", "signed_out", "too_many_watchers"]);

function newRef() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
