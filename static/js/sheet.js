/* The score sheet as players draw it on paper, and the same numbers as a plain table. */

import { el, svg, say } from "./dom.js";
import { gettext as _ } from "./words.js";
import { HEIGHT, LINES_OF_THREE, WIDTH, layOut, zonesOfFour, zonesOfThree } from "./sheet-zones.js";
import { signed } from "./settlement.js";

export class Sheet {
  constructor({ root, store }) {
    Object.assign(this, { root, store });
    this.now = el("p", { class: "if-ended" });
    this.paper = el("div", { class: "paper", "aria-hidden": "true" });
    this.table = el("table", { class: "sheet-table" });
    root.append(this.now, this.paper, el("details", {}, el("summary", {}, _("As a table")), this.table));
  }

  draw() {
    const { view } = this.store;
    const key = JSON.stringify([view.sheet, view.if_ended, this.store.seats.map((seat) => seat?.name)]);
    if (this.key === key) return;
    this.key = key;
    const standings = view.if_ended.map((points, seat) => `${this.store.name(seat)} ${signed(points)}`);
    say(this.now, _("If it ended now: %(standings)s", { standings: standings.join(" · ") }));
    this.paper.replaceChildren(this.#drawing(view));
    this.table.replaceChildren(...this.#rows(view));
  }

  #drawing(view) {
    const zones = view.players === 4 ? zonesOfFour() : zonesOfThree();
    const parts = zones.flatMap((zone, place) => this.#sector(view, zone, this.#seatAt(place)));
    return svg("svg", { viewBox: `-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`, class: "sheet-drawing" }, ...outlines(zones), ...parts, ...this.#centre(view));
  }

  #seatAt(place) {
    return ((this.store.you ?? 0) + place) % this.store.view.players;
  }

  #centre(view) {
    const y = view.players === 4 ? 220 : 176;
    return [
      svg("circle", { cx: 300, cy: y, r: 27, class: "target-ring" }),
      svg("text", { x: 300, y: y + 7, class: "target", "text-anchor": "middle" }, String(this.store.rules.pool_target)),
    ];
  }

  #sector(view, zone, seat) {
    const turn = this.root.dataset.digits === "paper" ? zone.turn : 0;
    const target = this.store.rules.pool_target;
    const closed = this.store.rules.american_help && view.sheet.pool[seat] >= target;
    const pool = tokens(totals(view, (entry) => entry.pool_after[seat], (entry) => entry.pool[seat]));
    if (closed && pool.length) pool.at(-1).text = `${view.sheet.pool[seat]}»`;
    const mountain = tokens(totals(view, (entry) => entry.mountain_after[seat], (entry) => entry.mountain[seat]));
    const whists = Object.entries(zone.whists).flatMap(([step, polygon]) => this.#whists(view, seat, Number(step), polygon, turn));
    return [written(zone.pool, pool, turn, "pool"), written(zone.mountain, mountain, turn, "mountain"), ...whists, this.#name(zone, seat)];
  }

  #whists(view, seat, step, polygon, turn) {
    const on = (seat + step) % view.players;
    const whists = tokens(totals(view, (entry) => entry.whists_after[seat][on], (entry) => entry.whists[seat][on]));
    return [written(polygon, whists, turn, "whists")];
  }

  #name(zone, seat) {
    const spots = { mine: [300, 310, "middle"], left: [223, 17, "middle"], right: [377, 17, "middle"], top: [300, 196, "middle"] };
    if (this.store.view.players === 4) Object.assign(spots, { mine: [300, 268, "middle"], left: [268, 225, "end"], right: [332, 225, "start"], top: [300, 184, "middle"] });
    const [x, y, anchor] = spots[zone.place];
    const room = anchor === "middle" ? 16 : 7;
    return svg("text", { x, y, class: "sheet-name", "text-anchor": anchor }, [...this.store.name(seat)].slice(0, room).join(""));
  }

  #rows(view) {
    const { store } = this;
    const seats = view.sheet.pool.map((_points, seat) => seat);
    const head = el("tr", {}, el("th", { scope: "col" }, _("Player")), el("th", { scope: "col" }, _("Pool")), el("th", { scope: "col" }, _("Mountain")), ...seats.map((on) => el("th", { scope: "col", dir: "auto" }, `→ ${store.name(on)}`)));
    const rows = seats.map((seat) => el("tr", { "data-seat": seat }, el("th", { scope: "row", dir: "auto" }, store.name(seat)), el("td", {}, String(view.sheet.pool[seat])), el("td", {}, String(view.sheet.mountain[seat])), ...seats.map((on) => el("td", {}, on === seat ? "–" : String(view.sheet.whists[seat][on])))));
    return [el("caption", { class: "visually-hidden" }, _("Score sheet: whists are written on the player after the arrow")), el("thead", {}, head), el("tbody", {}, ...rows)];
  }
}

function outlines(zones) {
  const edge = svg("rect", { x: 0, y: 0, width: WIDTH, height: HEIGHT, class: "sheet-edge" });
  if (zones.length === 3) return [edge, svg("path", { d: LINES_OF_THREE, class: "zone" })];
  const all = zones.flatMap((zone) => [zone.pool, zone.mountain, ...Object.values(zone.whists)]);
  const edges = all.map((polygon) => svg("polygon", { points: polygon.map((point) => point.join()).join(" "), class: "zone" }));
  return [edge, ...edges];
}

/* Every column is a running total; only what the last deal added is bold. */
function totals(view, after, change) {
  const last = view.entries.at(-1)?.number;
  return view.entries.filter((entry) => change(entry) !== 0).map((entry) => ({ total: after(entry), isNew: entry.number === last }));
}

function tokens(entries) {
  return entries.map(({ total, isNew }) => ({ text: `${total}.`.replace("-", "−"), isNew }));
}

function written(polygon, marks, turn, kind) {
  const { size, placed } = layOut(polygon, marks, turn);
  const texts = placed.map((token) => svg("text", { x: token.x.toFixed(1), y: token.y.toFixed(1), class: token.isNew ? "entry new" : "entry" }, token.text));
  return svg("g", { class: `marks ${kind}`, "font-size": size, transform: turn ? `rotate(${turn})` : null }, ...texts);
}
