"""Ready phrases: what may be said at any time, in each reader's own language.

None can name a card, a suit or a contract; their words are in views/phrase_words.py.
"""

from typing import Final

PHRASES: Final = (
    "hello",
    "good_luck",
    "thanks",
    "well_played",
    "bad_luck",
    "sorry",
    "one_moment",
    "i_am_back",
    "bad_connection",
    "your_turn",
    "good_game",
    "goodbye",
)
