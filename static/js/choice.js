/* Which way to the table is taken: a websocket, unless it fails again and again. */

import { SocketWay, StreamWay } from "./ways.js";

const KEY = "trelyazh-way";
const WAYS = { socket: SocketWay, stream: StreamWay };
const TRIES = 2; // in a row without a word from the server
const TRIES_OF_A_GOOD_ONE = 3; // it worked before: rather the server is away

export class Choice {
  constructor() {
    this.name = recall();
    this.failures = 0;
    this.worked = new Set(); // by which ways the server was heard from this page
  }

  get Way() {
    return WAYS[this.name];
  }

  /* By this way the server was heard. */
  works(name = this.name) {
    this.failures = 0;
    this.worked.add(name);
    this.name = name;
    remember(name);
  }

  /* It ended before the server was heard; after so many the other one has its turn. */
  failed() {
    this.failures += 1;
    if (this.failures < (this.worked.has(this.name) ? TRIES_OF_A_GOOD_ONE : TRIES)) return;
    this.name = this.name === "socket" ? "stream" : "socket";
    this.failures = 0;
  }
}

/* Some browsers refuse to keep anything. */
function recall() {
  try {
    return sessionStorage.getItem(KEY) === "stream" ? "stream" : "socket";
  } catch {
    return "socket";
  }
}

function remember(name) {
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // then it is found out again
  }
}
