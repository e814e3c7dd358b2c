"""Proofs in tests: with a limit of work, so that an answer never hangs on the machine."""

from dataclasses import replace

from games.preferans import Action, Match, parse_action
from games.preferans.actions import Offer
from games.preferans.proof import claim_of
from games.preferans.solver import prove

MOST_NODES = 100_000


def act_of(match: Match, seat: int | None, text: str) -> Action:
    """The act as the club takes it: an offer goes on with its proof. Raises Refusal."""
    action = parse_action(text)
    if seat is None or not isinstance(action, Offer) or action.ask:
        return action
    claim = claim_of(match, seat, action)
    proved = claim is not None and prove(claim, most_nodes=MOST_NODES)
    return replace(action, proved=proved)
