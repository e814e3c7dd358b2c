/* The line to the table: versions, receipts, resends, reconnection. Knows no cards. */

const PING_MS = 20_000;
const SILENCE_MS = 45_000;
const KEPT_OFFLINE_MS = 5_000;
const BACK_OFF_MS = [300, 600, 1_200, 2_000];
const RESTART = 1012;

export class Line {
  /* `shown` is the version on the screen; `on` hears message, status, refused and receipt. */
  constructor(path, { shown, on }) {
    this.path = path;
    this.shown = shown;
    this.on = on;
    this.received = null;
    this.behind = 0; // pongs in a row that knew a later version
    this.tries = 0;
    this.pending = null;
    this.goodbye = null;
  }

  open() {
    const address = new URL(this.path, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (this.received !== null) address.searchParams.set("v", String(this.received));
    this.socket = new WebSocket(address);
    this.socket.addEventListener("open", () => this.#opened());
    this.socket.addEventListener("message", (event) => this.#heard(JSON.parse(event.data)));
    this.socket.addEventListener("close", (event) => this.#closed(event.code));
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

  isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
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
    this.socket.send(JSON.stringify({ t, ref, v, act }));
    this.on.status("sent");
  }

  /* An unanswered act never sent is refused visibly; one already sent stays ours to settle. */
  #giveUp(ref) {
    if (this.pending?.ref !== ref || this.pending.sent) return;
    this.pending = null;
    this.on.status("not-sent");
  }

  #opened() {
    this.heardAt = Date.now();
    this.ping = setInterval(() => this.#beat(), PING_MS);
    this.on.status(this.tries ? "back" : "open");
    if (this.pending) this.#send();
  }

  #beat() {
    if (Date.now() - this.heardAt > SILENCE_MS) this.socket.close();
    else this.socket.send('{"t":"ping"}');
  }

  #heard(message) {
    this.heardAt = Date.now();
    if (message.t === "bye") {
      this.goodbye = message.code;
      return;
    }
    this.tries = 0; // an open socket alone proves nothing: the table may be out of reach
    if (message.t === "refused") this.#refused(message);
    else if (message.t === "receipt") this.#settled(message.ref, () => this.on.receipt());
    else if (message.t === "pong") this.#compare(message.v);
    else this.#take(message);
  }

  /* Every version comes to everyone: a gap means loss, and the missing ones are asked for again. */
  #take(message) {
    if (message.t === "ev") {
      if (message.v <= this.received) return;
      if (message.v > this.received + 1) {
        this.socket.close();
        return;
      }
    }
    if ("v" in message) this.received = message.v;
    if (message.ref) this.#settled(message.ref, () => this.on.receipt());
    this.on.message(message);
  }

  #compare(version) {
    this.behind = version > this.received ? this.behind + 1 : 0;
    if (this.behind > 1) this.socket.close();
  }

  /* A worker that goes away refuses an act; it is kept and sent to the next one. */
  #refused({ code, ref }) {
    if (code !== "restarting") this.#settled(ref, () => this.on.refused(code));
  }

  #settled(ref, then) {
    if (ref && this.pending?.ref === ref) this.pending = null;
    then();
  }

  #closed(code) {
    clearInterval(this.ping);
    if (this.goodbye && FINAL.has(this.goodbye)) {
      this.pending = null;
      this.on.status("bye", { code: this.goodbye });
      return;
    }
    this.goodbye = null;
    const wait = BACK_OFF_MS[Math.min(this.tries, BACK_OFF_MS.length - 1)] * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.on.status(code === RESTART ? "restart" : "lost", { since: Date.now() });
    this.retry = setTimeout(() => {
      this.retry = null;
      this.open();
    }, wait);
  }
}

/* Goodbyes after which coming back by itself would be wrong. */
const FINAL = new Set(["no_such_table", "wrong_origin", "signed_out"]);

function newRef() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
