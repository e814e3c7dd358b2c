/* A deal that cannot have happened: the field that says so, and why (a code of refusals.js). */

export class Impossible extends Error {
  constructor(field, code, values = {}) {
    super(`${field}: ${code}`);
    Object.assign(this, { field, code, values });
  }
}
