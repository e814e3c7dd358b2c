/* The line to the hall: what a worker said last is only understood by that worker, so it is named. */

import { Line } from "../socket.js";

export function hallLine(urls, on) {
  const line = new Line({ ...urls }, { shown: () => null, on: { hint() {}, receipt() {}, ...on, message: take } });
  const paths = { socket: urls.socket, events: urls.events };

  function take(message) {
    if (message.t === "hall") {
      for (const [way, path] of Object.entries(paths)) line.urls[way] = withField(path, "of", message.of);
    }
    on.message(message);
  }

  window.addEventListener("online", () => line.now());
  document.addEventListener("visibilitychange", () => document.hidden || line.now());
  return line;
}

export function withField(path, name, value) {
  return `${path}${path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
}
