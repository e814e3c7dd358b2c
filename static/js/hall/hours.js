/* When the club is usually busy, in the hours of whoever looks. */

import { gettext as _ } from "../words.js";

const HOURS = 24;
const FEWEST = 20; // matches: fewer tell nothing
const BUSY = 0.6; // of the busiest hour

/* `counts` are by hour of UTC, `ahead` is how many hours this device is ahead of it. */
export function busyRanges(counts, ahead) {
  if (counts.reduce((sum, count) => sum + count, 0) < FEWEST) return [];
  const local = counts.map((_count, hour) => counts[(((hour - ahead) % HOURS) + HOURS) % HOURS]);
  const least = Math.max(...local) * BUSY;
  const isBusy = (hour) => local[(hour + HOURS) % HOURS] >= least;
  const starts = local.map((_count, hour) => hour).filter((hour) => isBusy(hour) && !isBusy(hour - 1));
  return starts.map((start) => [start, endOf(start, isBusy)]);
}

function endOf(start, isBusy) {
  let end = start + 1;
  while (isBusy(end)) end += 1;
  return end % HOURS;
}

export function busyWords(counts) {
  const ahead = Math.round(-new Date().getTimezoneOffset() / 60);
  const ranges = busyRanges(counts, ahead).map(([start, end]) => `${clock(start)}–${clock(end)}`);
  return ranges.length ? _("The club is usually busy at %(hours)s. A wish stays alive while you play with bots.", { hours: ranges.join(", ") }) : _("The hall is quiet. A wish stays alive while you play with bots.");
}

const clock = (hour) => `${String(hour).padStart(2, "0")}:00`;
