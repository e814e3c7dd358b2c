/* What 100 whists change for the reader: at a rated table of the hall, and for what he looks for. */

import { say } from "../dom.js";
import { gettext as _ } from "../words.js";
import { signed } from "../settlement.js";

const AGAIN_MS = 60_000;
const known = new Map(); // path → { words, at }

/* Puts the words there as soon as they are known; a failure leaves the place empty. */
export async function showStakes(place, path) {
  const held = known.get(path);
  if (held && Date.now() - held.at < AGAIN_MS) return say(place, held.words);
  try {
    const stakes = await (await fetch(path, { headers: { Accept: "application/json" } })).json();
    known.set(path, { words: stakesWords(stakes), at: Date.now() });
    say(place, stakesWords(stakes));
  } catch {
    known.delete(path);
  }
}

function stakesWords(stakes) {
  if (!stakes) return "";
  const { points, is_provisional: provisional, won, lost } = stakes;
  const rating = `${points}${provisional ? "?" : ""}`;
  return _("Your rating: %(rating)s. 100 whists won: %(won)s, 100 lost: %(lost)s.", { rating, won: signed(won), lost: signed(lost) });
}
