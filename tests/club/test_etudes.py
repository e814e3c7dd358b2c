"""Etudes as the club answers them: a line of cards in, positions and a verdict out."""

import pytest

from club.errors import ClubRefusal
from club.etudes import Etudes
from games.cards import CARD_NAMES
from games.preferans.bots.thinking import think_through
from games.preferans.etudes import Etude, beginning, is_ours, judged


@pytest.fixture
def etudes() -> Etudes:
    return Etudes()


def first_cards(etude: Etude) -> dict[bool, str]:
    """One that is right and one that is not."""
    worth = think_through(judged(etude, beginning(etude)))
    return {is_good: CARD_NAMES[card] for card, is_good in worth.items()}


def test_the_right_card_is_answered_and_the_goal_stays_in_reach(etudes: Etudes) -> None:
    for etude in etudes.all[::12]:
        answer = etudes.after(etude, [first_cards(etude)[True]])
        assert answer.within_reach
        assert len(answer.matches) == len(answer.cards) + 1
        assert answer.verdict == "solved" or is_ours(etude, answer.matches[-1])


def test_a_wrong_card_is_told(etudes: Etudes) -> None:
    for etude in etudes.all[::12]:
        answer = etudes.after(etude, [first_cards(etude)[False]])
        assert not answer.within_reach and answer.verdict != "solved"


def test_the_solution_played_card_by_card_is_right_all_the_way(etudes: Etudes) -> None:
    etude = etudes.all[0]
    whole = etudes.solution(etude)
    for played, match in enumerate(whole.matches[:-1]):
        if is_ours(etude, match):
            answer = etudes.after(etude, whole.cards[: played + 1])
            assert answer.within_reach
            assert answer.cards == whole.cards[: len(answer.cards)]
    assert whole.verdict == answer.verdict == "solved"


@pytest.mark.parametrize("cards", [["XX"], [""], ["SA"] * 2, ["SA"] * 100])
def test_a_line_nobody_could_have_played_is_refused(etudes: Etudes, cards: list[str]) -> None:
    with pytest.raises(ClubRefusal) as refused:
        etudes.after(etudes.all[0], cards)
    assert refused.value.code == "bad_line"


def test_there_is_no_etude_of_another_name(etudes: Etudes) -> None:
    with pytest.raises(ClubRefusal) as refused:
        etudes.of("nothing")
    assert refused.value.code == "no_such_etude"
    assert etudes.of(etudes.all[3].name) == etudes.all[3]


def test_a_busy_club_says_so(etudes: Etudes) -> None:
    etudes._budget.spend(1_000.0)
    with pytest.raises(ClubRefusal) as refused:
        etudes.solution(etudes.all[0])
    assert refused.value.code == "busy"
