"""The agreements on all pass, in words."""

from typing import Final

from games.preferans.agreements.setting import (
    N_,
    Choice,
    Number,
    Option,
    Topic,
    with_four,
    with_mountain,
    with_open_talon,
)

TOPIC: Final = Topic(
    "all_pass",
    N_("All pass"),
    (
        Choice(
            "raspasy_talon",
            N_("The talon"),
            (
                Option(
                    "leads_suit",
                    N_("leads the suit"),
                    N_("On all pass the talon leads the suit of the first two tricks."),
                ),
                Option("closed", N_("stays closed"), N_("On all pass the talon stays closed.")),
            ),
        ),
        Choice(
            "raspasy_trick3_leader",
            N_("The third trick"),
            (
                Option(
                    "eldest",
                    N_("the first hand leads"),
                    N_("The first hand leads to the third trick."),
                ),
                Option(
                    "winner",
                    N_("the winner leads"),
                    N_("The winner of the second trick leads to the third."),
                ),
            ),
            applies=with_open_talon,
        ),
        Choice(
            "raspasy_score",
            N_("Tricks are written"),
            (
                Option(
                    "mountain", N_("on the mountain"), N_("Tricks on all pass go to the mountain.")
                ),
                Option(
                    "whists",
                    N_("in whists"),
                    N_("Tricks on all pass are paid in whists to whoever took the fewest."),
                ),
            ),
        ),
        Number(
            "raspasy_base",
            N_("Price of a trick"),
            1,
            10,
            N_("A trick on all pass costs %(value)s."),
        ),
        Choice(
            "raspasy_progression",
            N_("Progression"),
            (
                Option("none", N_("none"), N_("The price of a trick stays the same.")),
                Option(
                    "arith_cap3",
                    N_("1, 2, 3, 3"),
                    N_(
                        "The price of a trick grows in a series: single, double, triple, and stays."
                    ),
                ),
                Option(
                    "arith",
                    N_("1, 2, 3, 4…"),
                    N_("The price of a trick grows by one base each time."),
                ),
                Option(
                    "geom_cap",
                    N_("1, 2, 4, 4"),
                    N_("The price of a trick doubles twice in a series and stays."),
                ),
                Option("geom", N_("1, 2, 4, 8…"), N_("The price of a trick doubles each time.")),
            ),
        ),
        Choice(
            "raspasy_amnesty",
            N_("Amnesty"),
            (
                Option(True, N_("yes"), N_("The fewest tricks are forgiven to everybody.")),
                Option(False, N_("no"), N_("All tricks are written, nothing is forgiven.")),
            ),
            applies=with_mountain,
        ),
        Choice(
            "raspasy_zero_bonus",
            N_("No trick at all"),
            (
                Option(
                    "pool_price",
                    N_("price to the pool"),
                    N_("No trick at all: the price of a trick to the pool."),
                ),
                Option(
                    "pool_1", N_("one to the pool"), N_("No trick at all: one point to the pool.")
                ),
                Option(
                    "mountain_minus_price",
                    N_("price off the mountain"),
                    N_("No trick at all: the price of a trick off the mountain."),
                ),
                Option(
                    "mountain_minus_2price",
                    N_("twice the price off the mountain"),
                    N_("No trick at all: twice the price of a trick off the mountain."),
                ),
                Option("none", N_("nothing"), N_("No trick at all brings nothing.")),
            ),
        ),
        Choice(
            "zero_bonus_dealer",
            N_("Bonus for the dealer"),
            (
                Option(
                    True, N_("yes"), N_("The sitting dealer without a trick gets the bonus too.")
                ),
                Option(False, N_("no"), N_("The sitting dealer gets no bonus.")),
            ),
            applies=with_four,
        ),
        Choice(
            "raspasy_exit",
            N_("Lowest game after all pass"),
            (
                Option("6-6-6", N_("6-6-6"), N_("After all pass the lowest game stays a six.")),
                Option("6-7-7", N_("6-7-7"), N_("After all pass the lowest game is a seven.")),
                Option(
                    "6-7-8",
                    N_("6-7-8"),
                    N_("After one all pass the lowest game is a seven, after two an eight."),
                ),
                Option(
                    "6-7-8-6-7-8",
                    N_("6-7-8, again"),
                    N_(
                        "After one all pass the lowest game is a seven, "
                        "after two an eight, then a six again."
                    ),
                ),
            ),
        ),
        Choice(
            "raspasy_exit_by",
            N_("The series ends"),
            (
                Option("any_game", N_("by any game"), N_("Any game ends a series of all pass.")),
                Option(
                    "made",
                    N_("by a made one"),
                    N_("Only a made game or misère ends a series of all pass."),
                ),
                Option(
                    "made_and_whisted",
                    N_("by a made and whisted one"),
                    N_("Only a made game that was whisted ends a series of all pass."),
                ),
            ),
        ),
        Choice(
            "finish_raspasy_series",
            N_("Series played to its end"),
            (
                Option(
                    True, N_("yes"), N_("A series of all pass is finished before the pulka ends.")
                ),
                Option(False, N_("no"), N_("The pulka may end in a series of all pass.")),
            ),
        ),
        Choice(
            "dealer_after_raspasy",
            N_("The dealer"),
            (
                Option("moves", N_("moves on"), N_("After all pass the deal moves on.")),
                Option(
                    "stays_up_to_3",
                    N_("stays, up to three times"),
                    N_("After all pass the same player deals again, up to three times."),
                ),
            ),
        ),
    ),
)
