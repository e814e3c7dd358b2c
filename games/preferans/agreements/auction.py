"""The agreements on the auction, in words."""

from typing import Final

from games.preferans.agreements.setting import N_, Choice, Option, Topic, with_four

TOPIC: Final = Topic(
    "auction",
    N_("The auction"),
    (
        Choice(
            "bid_jumps",
            N_("Jumps"),
            (
                Option("free", N_("allowed"), N_("Any higher bid may be named.")),
                Option(
                    "one_step", N_("by one step"), N_("The auction goes up one step at a time.")
                ),
            ),
        ),
        Choice(
            "hold_bid",
            N_("Hold"),
            (
                Option(
                    "two_left",
                    N_("when two are left"),
                    N_("Hold: the senior hand may repeat the bid when only two are left in."),
                ),
                Option(
                    "eldest_only",
                    N_("the first hand only"),
                    N_("Hold: only the first hand may repeat the bid."),
                ),
                Option(
                    "across_passers",
                    N_("past those who passed"),
                    N_("Hold: a senior hand may repeat the bid when all between have passed."),
                ),
                Option(
                    "leningrad_gchet",
                    N_("past those who passed, once"),
                    N_(
                        "Hold: as past those who passed, not on six of "
                        "spades, and only one of the two may use it."
                    ),
                ),
                Option("off", N_("no"), N_("Nobody may hold: each bid is higher than the last.")),
            ),
        ),
        Choice(
            "misere_no_talon",
            N_("Misère without talon"),
            (
                Option(
                    True,
                    N_("yes"),
                    N_("After a misère and a nine, misère and nines without talon may be bid."),
                ),
                Option(False, N_("no"), N_("There is no bid without talon.")),
            ),
        ),
        Choice(
            "misere_control",
            N_("Catching a misère"),
            (
                Option(
                    "each_own",
                    N_("each his own hand"),
                    N_("Each catcher of a misère plays his own cards."),
                ),
                Option(
                    "one_catcher",
                    N_("one for both"),
                    N_("One catcher of a misère may play both hands, if the other trusts him."),
                ),
            ),
        ),
        Choice(
            "misere_half_with_dealer",
            N_("Misère shared with the dealer"),
            (
                Option(
                    True, N_("yes"), N_("A misère is shared in halves with the sitting dealer.")
                ),
                Option(False, N_("no"), N_("A misère is its player's alone.")),
            ),
            applies=with_four,
        ),
        Choice(
            "concede_without_three",
            N_("Concede without play"),
            (
                Option(0, N_("no"), N_("Nobody may concede: every contract is played.")),
                Option(
                    2,
                    N_("two down"),
                    N_("After the talon the declarer may concede two down; nobody writes whists."),
                ),
                Option(
                    3,
                    N_("three down"),
                    N_(
                        "After the talon the declarer may concede three down; nobody writes whists."
                    ),
                ),
            ),
        ),
    ),
)
