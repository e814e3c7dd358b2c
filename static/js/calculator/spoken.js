/* What the defenders said about a game (§4.1, §4.2), call by call. */

import { Impossible } from "./impossible.js";

const NOTHING = { whisters: [], halfWhister: null, returned: false };

export function spokenOnGame(rules, calls, { level, strain, defenders, dealer }) {
  const said = new Calls(calls);
  const spoken = answers(rules, said, { level, strain, defenders, dealer });
  said.end();
  return { ...NOTHING, ...spoken };
}

function answers(rules, said, { level, strain, defenders, dealer }) {
  if (level === 10 && rules.ten === "checked") return NOTHING;
  if (!(rules.stalingrad && level === 6 && strain === "S")) return declared(rules, said, level, defenders, dealer);
  if (said.left) defenders.forEach((seat) => said.take(seat, ["whist"]));
  return { whisters: defenders };
}

function declared(rules, said, level, [first, second], dealer) {
  const half = rules.half_whist && level <= 7;
  if (said.take(first, ["whist", "pass"]) === "pass") {
    const answer = said.take(second, half ? ["whist", "pass", "half"] : ["whist", "pass"]);
    if (answer === "half") return halfWhisted(rules, said, second, first, dealer);
    return answer === "whist" ? { whisters: [second] } : NOTHING;
  }
  if (said.take(second, ["whist", "pass"]) === "whist") return { whisters: [first, second] };
  if (!(half && rules.whist_pass_half && said.left)) return { whisters: [first] };
  said.take(first, ["half"]);
  return halfWhisted(rules, said, first, second, dealer);
}

/* The other defender may take his whist back, then a sitting dealer may whist (§4.5). */
function halfWhisted(rules, said, halfWhister, asked, dealer) {
  if (said.left && ["return", "whist"].includes(said.take(asked, ["return", "confirm", "whist", "pass"]))) {
    return { whisters: [asked], halfWhister, returned: true };
  }
  if (said.left && rules.players === 4 && rules.dealer_may_whist && said.take(dealer, ["dealer_whist", "whist", "pass"]) !== "pass") {
    return { whisters: [dealer], halfWhister };
  }
  return { halfWhister };
}

class Calls {
  constructor(calls) {
    this.calls = [...calls];
  }

  get left() {
    return this.calls.length;
  }

  take(seat, allowed) {
    const [caller, call] = this.calls.shift() ?? [null, null];
    if (caller === null) throw new Impossible("calls", "calls_missing", { seat });
    if (caller !== seat || !allowed.includes(call)) throw new Impossible("calls", "calls_wrong", { seat: caller });
    return call;
  }

  end() {
    if (this.left) throw new Impossible("calls", "calls_wrong", { seat: this.calls[0][0] });
  }
}
