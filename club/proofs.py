"""Offers that need nobody's consent: proved from what the offerer sees, before they are acts."""

from dataclasses import replace
from typing import Final

from club.table import Table
from games.preferans import Action
from games.preferans.actions import Offer
from games.preferans.proof import claim_of
from games.preferans.solver import Claim, prove
from green.errors import OffloadFull, OffloadTimeout
from green.offload import Lane, offload

SEARCH_MS: Final = 150.0
WITHIN_SECONDS: Final = 0.2  # the turn in the lane included
MOST_IN_A_DEAL: Final = 5  # a seat may ask for so many of one worker; then nothing is proved


class Proofs:
    """Proves offers in native threads, two at once, so that the hub keeps its beat."""

    def __init__(self) -> None:
        self._lane = Lane("proofs", at_once=2, waiting=20)

    def vouch(self, table: Table, seat: int, action: Action) -> Action:
        """The same act; an offer with its proof, if there is one. Raises Refusal.

        The table's lock is held meanwhile, at most 0.2 s: its other acts wait, and the proof is
        about the very version the act will follow. Should another worker be faster, the journal
        says so and the offer is proved again.
        """
        if not isinstance(action, Offer) or action.ask:
            return action
        claim = claim_of(table.head, seat, action)
        if claim is None or table.proofs[seat] >= MOST_IN_A_DEAL:
            return action
        table.proofs[seat] += 1
        return replace(action, proved=self._is_sure(claim))

    def _is_sure(self, claim: Claim) -> bool:
        """Where the club is too busy to find out in time, it is not proved."""
        try:
            return offload(_proved, claim, within_seconds=WITHIN_SECONDS, lane=self._lane)
        except (OffloadFull, OffloadTimeout):
            return False


def _proved(claim: Claim) -> bool:
    return prove(claim, most_ms=SEARCH_MS)
