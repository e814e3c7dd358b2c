"""What this table shows of the play, in words."""

from typing import Final

from games.preferans.agreements.setting import N_, Choice, Option, Topic

TOPIC: Final = Topic(
    "at_the_table",
    N_("At this table"),
    (
        Choice(
            "trick_history",
            N_("Tricks played"),
            (
                Option("last", N_("the last one"), N_("Only the last trick may be looked at.")),
                Option("all", N_("all"), N_("All tricks of the deal may be looked at.")),
            ),
        ),
        Choice(
            "reveal",
            N_("After the deal"),
            (
                Option("all", N_("all hands"), N_("After the deal all hands are shown.")),
                Option(
                    "played",
                    N_("the hands played"),
                    N_("After the deal only hands that were played are shown."),
                ),
                Option(
                    "end", N_("nothing"), N_("Hands are not shown before the end of the pulka.")
                ),
            ),
        ),
        Choice(
            "hints",
            N_("Hints"),
            (
                Option(True, N_("yes"), N_("Everybody may ask the club for hints.")),
                Option(False, N_("no"), N_("Nobody gets hints, unless all others are bots.")),
            ),
        ),
    ),
)
