/* What is played, in words: convention, target, pace, stake, and by how many when it is not three. */

import { gettext as _ } from "../words.js";

const conventionName = (name) => ({ sochi: _("Sochi"), leningrad: _("Leningrad"), rostov: _("Rostov") })[name] ?? name;
const speedName = (name) => ({ fast: _("fast"), usual: _("usual"), calm: _("calm") })[name] ?? name;

export function kindWords({ convention, target, speed, rated, players = 3, house = false }) {
  const words = [conventionName(convention), _("pool up to %(target)s", { target }), _("pace: %(pace)s", { pace: speedName(speed) })];
  if (players === 4) words.push(_("four players"));
  if (house) words.push(_("house rules"));
  words.push(rated ? _("for rating") : _("not for rating"));
  return words.join(" · ");
}

export const kindKey = ({ convention, target, speed, rated, players }) => [convention, target, speed, rated, players].join(" ");
