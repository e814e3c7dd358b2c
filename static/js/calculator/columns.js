/* The score sheet as numbers: pool, mountain, and the whists each player wrote on each other. */

export function emptySheet(players) {
  const zeros = () => Array(players).fill(0);
  return { pool: zeros(), mountain: zeros(), whists: Array.from({ length: players }, zeros) };
}

export function copyOf(sheet) {
  return { pool: [...sheet.pool], mountain: [...sheet.mountain], whists: sheet.whists.map((row) => [...row]) };
}

/* What was added between two sheets. */
export function difference(after, before) {
  const minus = (now, was) => now.map((points, seat) => points - was[seat]);
  return {
    pool: minus(after.pool, before.pool),
    mountain: minus(after.mountain, before.mountain),
    whists: after.whists.map((row, seat) => minus(row, before.whists[seat])),
  };
}

export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
export const seatsOf = (players) => [...Array(players).keys()];

/* The other seats of the table, clockwise from the next one. */
export function clockwiseAfter(seat, players) {
  return seatsOf(players - 1).map((step) => (seat + step + 1) % players);
}

/* The two active players against the declarer, clockwise from him (§4.2). */
export function defendersOf(players, declarer, dealer) {
  return clockwiseAfter(declarer, players).filter((seat) => players === 3 || seat !== dealer);
}
