"""Ready phrases in the reader's words."""

from typing import Final

from flask_babel import gettext

from club.phrases import PHRASES


def phrase_words() -> dict[str, str]:
    """What each phrase says, in the order they are offered."""
    words: Final = {
        "hello": gettext("Hello!"),
        "good_luck": gettext("Good luck!"),
        "thanks": gettext("Thank you!"),
        "well_played": gettext("Well played!"),
        "bad_luck": gettext("Bad luck!"),
        "sorry": gettext("Sorry!"),
        "one_moment": gettext("One moment, please."),
        "i_am_back": gettext("I am back."),
        "bad_connection": gettext("My connection is bad."),
        "your_turn": gettext("We are waiting for you."),
        "good_game": gettext("Thanks for the game!"),
        "goodbye": gettext("Good-bye!"),
    }
    return {phrase: str(words[phrase]) for phrase in PHRASES}
