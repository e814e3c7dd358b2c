/* Cards as words and as drawings, and the order of a hand. */

import { svg, use, el } from "./dom.js";
import { gettext as _, pgettext, language } from "./words.js";

export const SUITS = ["S", "C", "D", "H"];
export const RANKS = ["7", "8", "9", "T", "J", "Q", "K", "A"];
export const SIGNS = { S: "♠", C: "♣", D: "♦", H: "♥" };
const RED = "DH";

export const suitOf = (card) => card[0];
export const rankOf = (card) => card[1];

/* The letter on the card, in the reader's language. */
export function letter(rank) {
  const own = { A: pgettext("index", "A"), K: pgettext("index", "K"), Q: pgettext("index", "Q"), J: pgettext("index", "J"), T: "10" };
  return own[rank] ?? rank;
}

export function cardSign(card) {
  return SIGNS[suitOf(card)] + letter(rankOf(card));
}

export function rankWord(rank) {
  const words = { 7: _("seven"), 8: _("eight"), 9: _("nine"), T: _("ten"), J: _("jack"), Q: _("queen"), K: _("king"), A: _("ace") };
  return words[rank];
}

/* «of spades»: the genitive, for cards and for bids. */
export function ofSuit(suit) {
  const words = { S: pgettext("of", "spades"), C: pgettext("of", "clubs"), D: pgettext("of", "diamonds"), H: pgettext("of", "hearts"), N: pgettext("of", "no trumps") };
  return words[suit];
}

/* «to spades»: the suit a lead asks for. */
export function toSuit(suit) {
  const words = { S: pgettext("to", "spades"), C: pgettext("to", "clubs"), D: pgettext("to", "diamonds"), H: pgettext("to", "hearts") };
  return words[suit];
}

export function suitWord(suit) {
  const words = { S: _("spades"), C: _("clubs"), D: _("diamonds"), H: _("hearts"), N: _("no trumps") };
  return words[suit];
}

export function SuitWord(suit) {
  const words = { S: _("Spades"), C: _("Clubs"), D: _("Diamonds"), H: _("Hearts") };
  return words[suit];
}

export function cardWords(card) {
  return _("%(rank)s of %(suit)s", { rank: rankWord(rankOf(card)), suit: ofSuit(suitOf(card)) });
}

/* Suits with colours alternating as far as they can, trumps first, ranks falling. */
export function sorted(cards, trump = null) {
  const order = suitOrder(SUITS.filter((suit) => cards.some((card) => suitOf(card) === suit)), trump);
  const value = (card) => order.indexOf(suitOf(card)) * 8 - RANKS.indexOf(rankOf(card));
  return [...cards].sort((a, b) => value(a) - value(b));
}

function suitOrder(suits, trump) {
  const ways = permutations(suits).filter((way) => !suits.includes(trump) || way[0] === trump);
  const clashes = (way) => way.filter((suit, i) => i > 0 && isRed(suit) === isRed(way[i - 1])).length;
  return ways.reduce((best, way) => (clashes(way) < clashes(best) ? way : best), ways[0] ?? []);
}

const isRed = (suit) => RED.includes(suit);

function permutations(items) {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/* «Spades: ace, king, 9.» for one hand. */
export function handWords(cards) {
  const parts = [];
  for (const suit of SUITS) {
    const ranks = sorted(cards).filter((card) => suitOf(card) === suit).map((card) => spokenRank(rankOf(card)));
    if (ranks.length) parts.push(_("%(suit)s: %(ranks)s.", { suit: SuitWord(suit), ranks: ranks.join(", ") }));
  }
  return parts.join(" ");
}

function spokenRank(rank) {
  return "789".includes(rank) ? rank : rank === "T" ? "10" : rankWord(rank);
}

/* ---- drawings ---- */

/* Т, Д and В; the Cyrillic К is drawn as the Latin one. */
const GLYPHS_CYRILLIC = { A: "g-cyrillic-A", Q: "g-cyrillic-Q", J: "g-cyrillic-J" };
const isCyrillic = ["ru", "uk"].includes(language);
const glyph = (rank) => (isCyrillic && GLYPHS_CYRILLIC[rank]) || `g-${rank}`;

export function faceOf(card) {
  return [fullFace(card), midFace(card), bigFace(card)];
}

export function cardElement(card, tag = "span", props = {}) {
  return el(tag, { class: "card", "data-card": card, "data-suit": suitOf(card), ...props }, faceOf(card));
}

export function backElement(props = {}) {
  return el("span", { class: "card back", ...props });
}

function drawing(kind, width, height, ...parts) {
  return svg("svg", { class: `face-${kind}`, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" }, ...parts);
}

const box = (x, y, width, height = width) => ({ x, y, width, height });
const turned = (...parts) => svg("g", { transform: "rotate(180 100 150)" }, ...parts);

function index(card) {
  return [use(glyph(rankOf(card)), box(8, 14, 32, 45)), use(`s-${suitOf(card)}`, box(7, 66, 34))];
}

function fullFace(card) {
  return drawing("full", 200, 300, ...index(card), turned(...index(card)), ...middle(card));
}

function middle(card) {
  const suit = `s-${suitOf(card)}`;
  if (rankOf(card) === "A") return [use(suit, box(48, 98, 104))];
  if ("JQK".includes(rankOf(card))) return court(card);
  return pips(rankOf(card)).map(([x, y]) => pip(suit, x, y));
}

function pip(suit, x, y) {
  const drawn = use(suit, box(200 * x - 21, 300 * y - 21, 42));
  return y > 0.5 ? svg("g", { transform: `rotate(180 ${200 * x} ${300 * y})` }, drawn) : drawn;
}

function pips(rank) {
  const [left, centre, right] = [0.36, 0.5, 0.64];
  const pairs = (rows) => rows.flatMap((y) => [[left, y], [right, y]]);
  const middles = { 7: [0.35], 8: [0.35, 0.65], 9: [0.5], T: [0.293, 0.707] }[rank];
  const rows = rank === "7" || rank === "8" ? [0.2, 0.5, 0.8] : [0.19, 0.397, 0.603, 0.81];
  return [...pairs(rows), ...middles.map((y) => [centre, y])];
}

function court(card) {
  const half = () => [use(`court-${rankOf(card)}`, box(62, 48, 76, 53)), use(`s-${suitOf(card)}`, box(76, 104, 42))];
  return [
    svg("rect", { ...box(50, 34, 100, 232), fill: "currentColor", "fill-opacity": 0.07, stroke: "currentColor", "stroke-opacity": 0.35, "stroke-width": 2, rx: 4 }),
    svg("line", { x1: 50, y1: 172, x2: 150, y2: 128, stroke: "currentColor", "stroke-opacity": 0.35, "stroke-width": 2 }),
    ...half(),
    turned(...half()),
  ];
}

function midFace(card) {
  const [rank, suit] = [rankOf(card), `s-${suitOf(card)}`];
  const isCourt = "JQK".includes(rank);
  const large = isCourt ? [use(`court-${rank}`, box(90, 92, 92, 64)), use(suit, box(104, 160, 64))] : [use(suit, box(84, 130, 100))];
  return drawing("mid", 200, 250, use(glyph(rank), box(16, 18, 64, 90)), use(suit, box(20, 118, 52)), ...large);
}

function bigFace(card) {
  return drawing("big", 88, 124, use(glyph(rankOf(card)), box(20, 8, 46, 62)), use(`s-${suitOf(card)}`, box(21, 74, 44)));
}
