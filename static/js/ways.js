/* The two ways to a table: a websocket, or an event stream and requests where those are blocked. */

const OPEN_MS = 8_000;
const ANSWER_MS = 10_000;
const RESTART = 1012;

/* Both say opened, heard (a message) and closed (whether the server is being renewed), each way once closed. */
export class SocketWay {
  constructor(urls, seen, on) {
    this.isOpen = false;
    this.on = on;
    const address = addressOf(urls.socket, seen);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    try {
      this.socket = new WebSocket(address);
    } catch {
      setTimeout(() => on.closed(false));
      return;
    }
    const late = setTimeout(() => this.close(), OPEN_MS);
    this.socket.addEventListener("open", () => {
      clearTimeout(late);
      this.isOpen = true;
      on.opened();
    });
    this.socket.addEventListener("message", (event) => on.heard(JSON.parse(event.data)));
    this.socket.addEventListener("close", (event) => {
      clearTimeout(late);
      this.isOpen = false;
      on.closed(event.code === RESTART);
    });
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  close() {
    this.isOpen = false; // what is said from now on is lost
    this.socket?.close();
  }
}

export class StreamWay {
  constructor(urls, seen, on) {
    this.isOpen = false;
    this.isOver = false;
    this.acts = urls.acts;
    this.on = on;
    this.late = setTimeout(() => this.close(), OPEN_MS);
    this.source = new EventSource(addressOf(urls.events, seen));
    this.source.addEventListener("open", () => {
      clearTimeout(this.late);
      this.isOpen = true;
      on.opened();
    });
    this.source.addEventListener("message", (event) => on.heard(JSON.parse(event.data)));
    this.source.addEventListener("error", () => this.close());
  }

  /* Without an answer nobody knows what became of it: as when a websocket breaks. */
  async send(message) {
    try {
      this.#answered(message, await this.#ask(message));
    } catch {
      this.close();
    }
  }

  async #ask(message) {
    const answer = await fetch(this.acts, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return answer.json();
  }

  #answered({ ref }, answer) {
    if (this.isOver) return;
    this.on.heard(answer.t === "refused" ? { ref, ...answer } : answer);
    if (answer.t === "bye" || answer.code === "restarting") this.close();
  }

  close() {
    if (this.isOver) return;
    this.isOver = true;
    this.isOpen = false;
    clearTimeout(this.late);
    this.source.close();
    this.on.closed(false);
  }
}

function addressOf(path, seen) {
  const address = new URL(path, location.href);
  if (seen !== null) address.searchParams.set("v", String(seen));
  address.searchParams.set("talk", "1");
  return address;
}
