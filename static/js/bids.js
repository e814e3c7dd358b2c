/* Bids and words at the table as signs and as speech. */

import { gettext as _, pgettext } from "./words.js";
import { SIGNS, ofSuit } from "./cards.js";

export const STRAINS = ["S", "C", "D", "H", "N"];
export const LEVELS = [6, 7, 8, 9, 10];

/* The 26 rungs, weakest first: the order of the document and of the keys. */
export const LADDER = LEVELS.flatMap((level) => [
  ...(level === 9 ? ["misere"] : []),
  ...STRAINS.map((strain) => `${level}${strain}`),
]);

const plain = (bid) => bid.replace("!", "");
export const levelOf = (bid) => (plain(bid) === "misere" ? 0 : Number.parseInt(bid, 10));
export const strainOf = (bid) => (plain(bid) === "misere" ? "N" : plain(bid).at(-1));

export function strainSign(strain) {
  return strain === "N" ? _("NT") : SIGNS[strain];
}

export function bidSign(bid) {
  if (plain(bid) === "misere") return bid === "misere" ? _("misère") : _("misère without talon");
  const sign = `${levelOf(bid)}${strainOf(bid) === "N" ? "\u00a0" : ""}${strainSign(strainOf(bid))}`;
  return bid.endsWith("!") ? _("%(bid)s without talon", { bid: sign }) : sign;
}

const levelWords = () => ({ 6: pgettext("bid", "six"), 7: pgettext("bid", "seven"), 8: pgettext("bid", "eight"), 9: pgettext("bid", "nine"), 10: pgettext("bid", "ten") });

export function bidWords(bid) {
  if (plain(bid) === "misere") return bid === "misere" ? _("misère") : _("misère without talon");
  const said = _("%(level)s %(suit)s", { level: levelWords()[levelOf(bid)], suit: ofSuit(strainOf(bid)) });
  return bid.endsWith("!") ? _("%(bid)s without talon", { bid: said }) : said;
}

export const isBid = (text) => /^(\d+[SCDHN]|misere)!?$/.test(text);

/* What a seat has said, short, for its plate. */
export function callSign(call) {
  if (call === "pass") return _("pass");
  if (call === "hold") return _("hold");
  return bidSign(call);
}

export function callWords(call, standing) {
  if (call === "pass") return _("pass");
  if (call === "hold") return _("hold, %(bid)s", { bid: bidWords(standing) });
  return bidWords(call);
}

export function declarationWord(word) {
  const words = {
    whist: _("whist"),
    pass: _("pass"),
    half: _("half-whist"),
    return: _("return to whist"),
    confirm: _("pass confirmed"),
    open: _("open"),
    closed: _("closed"),
    catch: _("I catch"),
    trust: _("I trust"),
    concede: _("concede"),
  };
  return words[word] ?? word;
}

export function roleWord(role, contract) {
  const words = {
    declarer: contract ? _("plays %(bid)s", { bid: bidSign(contract) }) : _("declarer"),
    whist: _("whist"),
    pass: _("pass"),
    half: _("half-whist"),
    dealer: _("dealer"),
  };
  return words[role] ?? "";
}
