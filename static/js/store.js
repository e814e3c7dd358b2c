/* The one state of the table: what the server said, assigned; no rules are computed here. */

export class Store {
  constructor() {
    this.version = null;
    this.you = null;
    this.rules = null;
    this.view = null;
    this.seats = [];
    this.host = null;
    this.here = null; // who is connected
    this.rematch = null; // the table where they play on
    this.clubAhead = 0; // club time minus this device's, ms
    this.listeners = [];
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  /* `change` tells the listeners what happened: {message, before}. */
  tell(message, before = null) {
    for (const listener of this.listeners) listener(this, { message, before });
  }

  clubNow() {
    return Date.now() + this.clubAhead;
  }

  takeTime(message) {
    if (message.now) this.clubAhead = message.now - Date.now();
  }

  apply(message) {
    if (message.t === "state") this.#takeState(message);
    else if (message.t === "ev") this.#takeEvent(message);
    else if (message.t === "here") this.here = message;
    else if (message.t === "seats") Object.assign(this, { seats: message.seats, host: message.host ?? null, rematch: message.rematch ?? null });
    this.tell(message, message.before ?? null);
  }

  /* A stage of an event before the whole of it: what is shown while a trick lies. */
  show(set) {
    this.view = { ...this.view, ...set };
    this.tell({ t: "stage" });
  }

  #takeState(message) {
    this.version = message.v;
    this.you = message.you ?? null;
    this.rules = message.rules;
    this.view = message.view;
    this.seats = message.seats ?? [];
    this.host = message.host ?? null;
    this.rematch = message.rematch ?? null;
  }

  #takeEvent(message) {
    message.before ??= this.view; // a stage may have kept the view before it: what changed counts from there
    this.version = message.v;
    this.view = message.set ? { ...message.before, ...message.set } : message.before;
  }

  /* ---- questions about the table ---- */

  name(seat) {
    return this.seats[seat]?.name ?? "";
  }

  /* 0 is the bottom of the screen, then clockwise. Seats never move. */
  placeOf(seat) {
    const players = this.view.players;
    return (seat - (this.you ?? 0) + players) % players;
  }

  /* Only where all the others are bots, and about a decision of the deal. */
  mayAskForHints() {
    const inDeal = ["auction", "discard", "declare", "choose", "play"].includes(this.view.phase);
    return inDeal && this.isAsked() && !this.view.bots[this.you] && this.seats.every((sitter, seat) => seat === this.you || sitter?.bot);
  }

  isAsked() {
    return this.you !== null && this.view.turn.includes(this.you);
  }

  /* The hand in the big slot: one's own, or the one that is to play now. */
  bottomHand() {
    if (this.isAsked() && this.view.phase === "play" && this.view.hand_to_play !== null) return this.view.hand_to_play;
    return this.you ?? 0;
  }

  trump() {
    const strain = (this.view.contract ?? "").replace("!", "").at(-1) ?? "-";
    return "SCDH".includes(strain) ? strain : null;
  }

  mayDo(act) {
    return Boolean(this.view.legal?.includes(act));
  }
}
