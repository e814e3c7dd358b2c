"""The agreements on whists, in words."""

from typing import Final

from games.preferans.agreements.setting import (
    N_,
    Choice,
    Option,
    Topic,
    with_checked_tens,
    with_four,
    with_half_whist,
)

TOPIC: Final = Topic(
    "whist",
    N_("The whist"),
    (
        Choice(
            "stalingrad",
            N_("Stalingrad"),
            (
                Option(True, N_("yes"), N_("Stalingrad: six of spades must be whisted by both.")),
                Option(False, N_("no"), N_("No Stalingrad: on six of spades everyone may pass.")),
            ),
        ),
        Choice(
            "half_whist",
            N_("Half-whist"),
            (
                Option(True, N_("yes"), N_("Half-whist may be taken on a six and a seven.")),
                Option(False, N_("no"), N_("There is no half-whist.")),
            ),
        ),
        Choice(
            "whist_pass_half",
            N_("Down to half"),
            (
                Option(
                    True, N_("yes"), N_("A lone whister on a six or a seven may go down to half.")
                ),
                Option(False, N_("no"), N_("A whist once said is played.")),
            ),
            applies=with_half_whist,
        ),
        Choice(
            "return_takes_all",
            N_("Returned whist takes all"),
            (
                Option(
                    True,
                    N_("yes"),
                    N_(
                        "Who took his whist back writes all whists and the "
                        "half-whister's consolation of a failed game."
                    ),
                ),
                Option(
                    False, N_("no"), N_("A returned whist takes nothing of the half-whister's.")
                ),
            ),
            applies=with_half_whist,
        ),
        Choice(
            "whist_style",
            N_("Whists on a failed game"),
            (
                Option(
                    "greedy",
                    N_("greedy"),
                    N_(
                        "Greedy whist: on a failed game the whister "
                        "keeps the whists for all tricks."
                    ),
                ),
                Option(
                    "gentleman",
                    N_("gentleman's"),
                    N_("Gentleman's whist: on a failed game whister and passer halve the whists."),
                ),
            ),
        ),
        Choice(
            "whist_responsibility",
            N_("Responsibility"),
            (
                Option(
                    "full",
                    N_("in full"),
                    N_(
                        "Full responsibility: a missing trick costs the "
                        "whister as much as it costs the declarer."
                    ),
                ),
                Option(
                    "half",
                    N_("by half"),
                    N_("Half responsibility: a missing trick costs the whister half."),
                ),
            ),
        ),
        Choice(
            "responsibility_single",
            N_("One trick owed by two"),
            (
                Option(
                    "second",
                    N_("the second whister"),
                    N_("When two whisters owe one trick, the second one answers for it."),
                ),
                Option(
                    "both", N_("both"), N_("When two whisters owe one trick, both answer for it.")
                ),
            ),
        ),
        Choice(
            "whist_quota",
            N_("The duty of two whisters"),
            (
                Option("pair", N_("of the pair"), N_("Two whisters owe their tricks together.")),
                Option(
                    "personal",
                    N_("each his own"),
                    N_("Each of two whisters owes his own half of the tricks."),
                ),
            ),
        ),
        Choice(
            "consolation",
            N_("Consolation"),
            (
                Option(
                    "V",
                    N_("price of the game"),
                    N_("Consolation is the price of the game for each undertrick."),
                ),
                Option(
                    "2V",
                    N_("twice the price"),
                    N_("Consolation is twice the price of the game for each undertrick."),
                ),
                Option(
                    "10", N_("ten whists"), N_("Consolation is ten whists for each undertrick.")
                ),
            ),
        ),
        Choice(
            "consolation_to_dealer",
            N_("Consolation to the dealer"),
            (
                Option(True, N_("yes"), N_("The sitting dealer gets consolation too.")),
                Option(False, N_("no"), N_("The sitting dealer gets no consolation.")),
            ),
            applies=with_four,
        ),
        Choice(
            "dealer_may_whist",
            N_("Dealer's whist"),
            (
                Option(True, N_("yes"), N_("After a half-whist the sitting dealer may whist.")),
                Option(False, N_("no"), N_("The sitting dealer never whists.")),
            ),
            applies=with_four,
        ),
        Choice(
            "ten",
            N_("Tens"),
            (
                Option(
                    "checked",
                    N_("checked"),
                    N_("A ten is checked: it is played open, nobody owes a trick."),
                ),
                Option(
                    "whisted",
                    N_("whisted"),
                    N_("A ten is whisted, and the whisters owe one trick."),
                ),
            ),
        ),
        Choice(
            "ten_checked_whists",
            N_("Whists on a failed ten"),
            (
                Option(
                    True,
                    N_("yes"),
                    N_("On a failed ten each defender writes whists for his tricks."),
                ),
                Option(False, N_("no"), N_("On a failed ten nobody writes whists for tricks.")),
            ),
            applies=with_checked_tens,
        ),
        Choice(
            "talon_bonus",
            N_("Talon bonus"),
            (
                Option("off", N_("no"), N_("Nothing is paid for a good talon.")),
                Option(
                    "dealer",
                    N_("to the dealer"),
                    N_("For aces and marriages in the talon the sitting dealer writes whists."),
                ),
                Option(
                    "split",
                    N_("to the defenders"),
                    N_("For aces and marriages in the talon the defenders write whists in halves."),
                ),
            ),
        ),
        Choice(
            "lone_whist_open",
            N_("A lone whister"),
            (
                Option(
                    "choice",
                    N_("open or closed"),
                    N_("A lone whister chooses to play open or closed."),
                ),
                Option("forced_open", N_("always open"), N_("A lone whister always plays open.")),
            ),
        ),
        Choice(
            "declarer_leads_blind",
            N_("First lead blind"),
            (
                Option(
                    True,
                    N_("yes"),
                    N_("When the declarer leads first, hands are opened after his card."),
                ),
                Option(False, N_("no"), N_("Hands are opened before the first lead.")),
            ),
        ),
    ),
)
