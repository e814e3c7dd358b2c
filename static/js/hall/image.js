/* What the hall shows: a snapshot and the changes since, assigned. */

import { kindKey } from "./kinds.js";

export class Image {
  constructor() {
    this.tables = new Map();
    this.waiting = new Map();
    this.online = 0;
    this.own = null; // the wish of whoever looks at the page
    this.clubAhead = 0; // club time minus this device's, ms
  }

  take(message) {
    if (message.t === "own") {
      this.own = message;
      this.clubAhead = message.now - Date.now();
      return;
    }
    if (message.t === "hall") {
      this.tables.clear();
      this.waiting.clear();
    }
    this.online = message.online ?? this.online;
    for (const table of message.tables ?? []) this.tables.set(table.id, table);
    for (const id of message.gone ?? []) this.tables.delete(id);
    for (const kind of message.waiting ?? []) {
      if (kind.count) this.waiting.set(kindKey(kind), kind);
      else this.waiting.delete(kindKey(kind));
    }
  }

  clubNow() {
    return Date.now() + this.clubAhead;
  }
}
