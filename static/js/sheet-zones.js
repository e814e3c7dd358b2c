/* The geometry of the paper sheet: a sector per player, from the centre mountain, pool, whists. */

export const WIDTH = 600;
export const HEIGHT = 440;
const CENTRE = [300, 176];
const NAME = 22; // the height kept for a name at the top of a sector

const ray = (x) => 192 + ((280 - x) * 248) / 280; // the left ray, from the circle to the corner
const mirrored = (polygon) => polygon.map(([x, y]) => [WIDTH - x, y]);

const LEFT = {
  mountain: [[146, NAME], [300, NAME], [300, 150], [280, 192], [146, ray(146)]],
  pool: [[104, 0], [146, 0], [146, ray(146)], [104, ray(104)]],
  whistsFar: [[0, 0], [104, 0], [104, 176], [0, 176]],
  whistsNear: [[0, 176], [104, 176], [104, ray(104)], [0, HEIGHT]],
};

const onRay = (y) => 280 - ((y - 192) * 280) / 248; // x of the left ray at this height
const band = (top, bottom) => [[onRay(top), top], [WIDTH - onRay(top), top], [WIDTH - onRay(bottom), bottom], [onRay(bottom), bottom]];

/* Three players: you at the bottom, the next clockwise on the left. */
export function zonesOfThree() {
  const right = Object.fromEntries(Object.entries(LEFT).map(([name, polygon]) => [name, mirrored(polygon)]));
  return [
    { place: "mine", turn: 0, pool: band(318, 356), mountain: band(204, 296), whists: { 1: [[onRay(356), 356], [300, 356], [300, HEIGHT], [onRay(440), HEIGHT]], 2: [[300, 356], [WIDTH - onRay(356), 356], [WIDTH, HEIGHT], [300, HEIGHT]] } },
    { place: "left", turn: 90, pool: LEFT.pool, mountain: LEFT.mountain, whists: { 1: LEFT.whistsFar, 2: LEFT.whistsNear } },
    { place: "right", turn: -90, pool: right.pool, mountain: right.mountain, whists: { 1: right.whistsNear, 2: right.whistsFar } },
  ];
}

const onBand = (y) => `M${onRay(y)} ${y}H${WIDTH - onRay(y)}`;

export const LINES_OF_THREE = [
  "M300 0V150", `M280 192L0 ${HEIGHT}`, `M320 192L${WIDTH} ${HEIGHT}`, "M0 176H104", "M496 176H600", `M300 356V${HEIGHT}`,
  `M104 0V${ray(104)}`, `M146 0V${ray(146)}`, `M496 0V${ray(104)}`, `M454 0V${ray(146)}`, onBand(318), onBand(356),
].join("");

/* Four players: two diagonals, bands parallel to the edges, whists in three. */
export function zonesOfFour() {
  const sides = [[[0, HEIGHT], [WIDTH, HEIGHT]], [[0, 0], [0, HEIGHT]], [[WIDTH, 0], [0, 0]], [[WIDTH, HEIGHT], [WIDTH, 0]]];
  const turns = [0, 90, 180, -90];
  return sides.map(([start, end], at) => sector(start, end, ["mine", "left", "top", "right"][at], turns[at]));
}

const toward = ([x, y], share) => [x + (CENTRE[0] - x) * share, y + (220 - y) * share];
const between = ([ax, ay], [bx, by], share) => [ax + (bx - ax) * share, ay + (by - ay) * share];

function sector(start, end, place, turn) {
  const strip = (outer, inner) => [toward(start, outer), toward(end, outer), toward(end, inner), toward(start, inner)];
  const third = (at) => {
    const [a, b] = [toward(start, 0), toward(end, 0)];
    const [c, d] = [toward(start, 0.24), toward(end, 0.24)];
    return [between(a, b, at / 3), between(a, b, (at + 1) / 3), between(c, d, (at + 1) / 3), between(c, d, at / 3)];
  };
  return { place, turn, pool: strip(0.24, 0.46), mountain: strip(0.46, 0.72), whists: { 1: third(0), 2: third(1), 3: third(2) } };
}

/* ---- writing into a zone ---- */

const STEP = 0.6; // width of a digit, in font sizes
const EDGE = 7;

/* Where each token stands: the largest type that fits, else the newest ones after an ellipsis. */
export function layOut(polygon, tokens, turn, sizes = [17, 15, 13, 11.5, 10, 9, 8]) {
  const local = polygon.map((point) => turned(point, -turn));
  for (const size of sizes) {
    const placed = lines(local, tokens, size);
    if (placed) return { size, placed };
  }
  const size = sizes.at(-1);
  for (let from = 1; from < tokens.length; from += 1) {
    const placed = lines(local, [{ text: "…" }, ...tokens.slice(from)], size);
    if (placed) return { size, placed };
  }
  return { size, placed: [] };
}

export function turned([x, y], degrees) {
  const [cos, sin] = [[1, 0], [0, 1], [-1, 0], [0, -1]][((degrees / 90) % 4 + 4) % 4];
  return [x * cos - y * sin, x * sin + y * cos];
}

function lines(polygon, tokens, size) {
  const [top, bottom] = [Math.min(...polygon.map(([, y]) => y)), Math.max(...polygon.map(([, y]) => y))];
  const placed = [];
  let at = 0;
  for (let y = top + size * 1.15; y < bottom - 3 && at < tokens.length; y += size * 1.15) {
    const [left, right] = span(polygon, y - size * 0.85, y + size * 0.2);
    let x = left + EDGE;
    while (at < tokens.length && x + width(tokens[at], size) <= right - EDGE) {
      placed.push({ ...tokens[at], x, y });
      x += width(tokens[at], size);
      at += 1;
    }
  }
  return at === tokens.length ? placed : null;
}

const width = (token, size) => (token.text.length + 0.15) * size * STEP;

/* The stretch inside a convex polygon that is free over a whole line of type. */
function span(polygon, top, bottom) {
  const [a, b] = [crossings(polygon, top), crossings(polygon, bottom)];
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

function crossings(polygon, y) {
  const xs = polygon.flatMap(([ax, ay], at) => {
    const [bx, by] = polygon[(at + 1) % polygon.length];
    if ((ay <= y) === (by <= y)) return [];
    return [ax + ((y - ay) * (bx - ax)) / (by - ay)];
  });
  return xs.length ? [Math.min(...xs), Math.max(...xs)] : [0, -1];
}
