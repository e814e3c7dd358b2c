/* The act of a hint in words. */

import { bidSign, callSign, declarationWord, isBid } from "./bids.js";
import { cardSign } from "./cards.js";

const CARD = /^[SCDH][789TJQKA]$/;

export function actWords(view, act) {
  const parts = act.split(" ");
  if (parts.length > 1 && CARD.test(parts[0])) return parts.map((part) => (CARD.test(part) ? cardSign(part) : bidSign(part))).join(" ");
  if (CARD.test(act)) return cardSign(act);
  if (view.phase === "auction") return callSign(act);
  return isBid(act) ? bidSign(act) : declarationWord(act);
}
