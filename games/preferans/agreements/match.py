"""How long a pulka lasts and what its points are worth, in words."""

from typing import Final

from games.preferans.agreements.setting import N_, Choice, Number, Option, Topic, with_help

TOPIC: Final = Topic(
    "match",
    N_("The pulka"),
    (
        Choice(
            "players",
            N_("Players"),
            (
                Option(3, N_("three"), N_("Three play.")),
                Option(4, N_("four"), N_("Four play; the dealer sits out.")),
            ),
        ),
        Number(
            "pool_target",
            N_("Pool up to"),
            1,
            200,
            N_("The pool goes up to %(value)s for each player."),
        ),
        Choice(
            "end",
            N_("The end"),
            (
                Option(
                    "all_closed",
                    N_("all pools closed"),
                    N_("The pulka ends when everybody has closed his pool."),
                ),
                Option(
                    "pool_sum",
                    N_("sum of the pools"),
                    N_("The pulka ends when the pools together reach the target of all players."),
                ),
                Option(
                    "deals",
                    N_("number of deals"),
                    N_("The pulka ends after the agreed number of deals."),
                ),
                Option(
                    "time",
                    N_("time"),
                    N_("The pulka ends when the time is over; the deal begun is finished."),
                ),
            ),
        ),
        Number(
            "max_deals",
            N_("At most deals"),
            0,
            200,
            N_("Deals at most: %(value)s (0 is no limit)."),
        ),
        Number(
            "max_minutes",
            N_("At most minutes"),
            0,
            600,
            N_("Minutes at most: %(value)s (0 is no limit)."),
        ),
        Choice(
            "american_help",
            N_("Help"),
            (
                Option(
                    True,
                    N_("yes"),
                    N_(
                        "A pool never goes above the target: the rest helps "
                        "the others for ten whists a point."
                    ),
                ),
                Option(False, N_("no"), N_("There is no help: a pool may go above the target.")),
            ),
        ),
        Choice(
            "help_order",
            N_("Whom to help"),
            (
                Option(
                    "highest", N_("highest pool"), N_("Help goes to the highest open pool first.")
                ),
                Option(
                    "clockwise", N_("clockwise"), N_("Help goes to the next open pool clockwise.")
                ),
            ),
            applies=with_help,
        ),
        Choice(
            "made_game_writes",
            N_("A made game"),
            (
                Option("pool", N_("to the pool"), N_("A made game is written to the pool.")),
                Option(
                    "mountain_first",
                    N_("mountain first"),
                    N_("A made game first cuts the own mountain, the rest goes to the pool."),
                ),
            ),
        ),
        Choice(
            "pool_to_mountain",
            N_("A point of the pool"),
            (
                Option(
                    1,
                    N_("ten whists"),
                    N_("A point of the pool is worth ten whists, as one of the mountain."),
                ),
                Option(
                    2,
                    N_("twenty whists, whists and mountain double"),
                    N_(
                        "A point of the pool is worth twenty whists; whists "
                        "and undertricks are written double."
                    ),
                ),
            ),
        ),
        Choice(
            "mountain_divisor",
            N_("The mountain at the settlement"),
            (
                Option(
                    "n",
                    N_("among all players"),
                    N_("At the settlement the mountain is shared among all players."),
                ),
                Option(
                    "n_minus_1",
                    N_("among the others"),
                    N_(
                        "At the settlement ten whists a point of the "
                        "mountain go to the others in all."
                    ),
                ),
            ),
        ),
    ),
)
