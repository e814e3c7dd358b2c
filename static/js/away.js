/* Who is not connected: how long, and what comes of it. */

import { gettext as _ } from "./words.js";
import { minutes } from "./clock.js";

const TOLD_AFTER_MS = 3_000; // a page that is loaded again is no absence

/* What the plate says of a seat that its player does not play now. */
export function awayText(store, seat) {
  const { view } = store;
  const sitting = store.seats[seat];
  if (view.joining[seat]) return _("takes the seat at the next deal");
  const words = absence(store, seat);
  if (sitting && !sitting.bot && view.bots[seat]) words.push(_("the bot plays on"));
  if (seat === store.you && store.here?.devices > 1) words.push(_("the table is open on another device too"));
  return words.join(", ");
}

function absence(store, seat) {
  if (!isAway(store, seat)) return [];
  const away = store.here.away[seat];
  const time = minutes(Math.floor((store.clubNow() - away.since) / 1000));
  if (store.view.bots[seat] || away.bot_at === null) return [_("no connection %(time)s", { time })];
  const left = Math.max(0, Math.ceil((away.bot_at - store.clubNow()) / 1000));
  return [_("no connection %(time)s, in %(left)s the bot", { time, left: minutes(left) })];
}

/* Whether this seat has been away so long that it is worth a word. */
export function isAway(store, seat) {
  const away = store.here?.away[seat];
  return Boolean(away) && store.clubNow() - away.since >= TOLD_AFTER_MS;
}

/* What is said aloud when somebody has gone or come back. */
export function absenceWords(store, seat) {
  const name = store.name(seat);
  return isAway(store, seat) ? _("%(name)s: connection lost.", { name }) : _("%(name)s is back at the table.", { name });
}
