/* Why a deal cannot be written down, in words; beside the field they are about. */

import { gettext as _ } from "../words.js";

const TEXTS = {
  which_contract: () => _("Choose the level and the suit."),
  which_level: () => _("Choose the level."),
  who_plays: () => _("Who plays?"),
  who_deals: () => _("Who deals?"),
  dealer_sits_out: () => _("The dealer sits out and cannot play."),
  nobody_concedes: () => _("By these rules nobody may concede."),
  no_talon_level: () => _("Without the talon only a misère, a nine or a ten is played."),
  same_card: () => _("The same card twice."),
  nobody_played: () => _("After these words nobody played."),
  tricks_missing: () => _("How many tricks did each take?"),
  ten_tricks: ({ count }) => _("There are ten tricks, not %(count)s.", { count }),
  dealer_tricks: ({ most }) => _("The sitting dealer takes at most %(most)s here.", { most }),
  calls_missing: ({ name }) => _("What did this player say: %(name)s?", { name }),
  calls_wrong: ({ name }) => _("This could not be said after what was said before: %(name)s.", { name }),
  below_exit: ({ least }) => _("After all pass the lowest game is %(least)s.", { least }),
  series_too_long: () => _("So many all pass in a row cannot be counted."),
};

export function problemText({ code, values }, nameOf) {
  return TEXTS[code]({ ...values, name: values.seat === undefined ? "" : nameOf(values.seat) });
}
