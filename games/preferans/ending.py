"""Ending the match early, when everybody agrees (§12.5)."""

from games.errors import Refusal
from games.preferans.between import finish
from games.preferans.state import Ending, Match, put


def propose_end(match: Match, seat: int) -> Match:
    """One proposal a player a deal; bots agree to whatever the people want."""
    if match.ending is not None or match.proposed[seat]:
        raise Refusal("already_asked")
    asked = match._replace(
        proposed=put(match.proposed, seat, True), ending=Ending(seat, match.bots)
    )
    return agree_end(asked, seat)


def agree_end(match: Match, seat: int) -> Match:
    """The match is over when the last one agrees."""
    if match.ending is None:
        raise Refusal("no_end_proposed")
    agreed = put(match.ending.agreed, seat, True)
    if all(agreed):
        return finish(match)
    return match._replace(ending=match.ending._replace(agreed=agreed))


def refuse_end(match: Match, seat: int) -> Match:
    """One refusal is enough; the proposer takes it back the same way."""
    if match.ending is None:
        raise Refusal("no_end_proposed")
    return match._replace(ending=None)
