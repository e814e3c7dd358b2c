"""Preferans: the whole game as values and pure functions."""

from games.errors import BadRecord, Refusal
from games.preferans.actions import Action, parse_action, print_action, recorded_action
from games.preferans.asking import asked, asked_at, bot_to_act, due, legal_actions, put_at
from games.preferans.codec import decode_match, encode_match, match_to_json
from games.preferans.match import apply, new_match
from games.preferans.rules import BadRules, Rules, preset, rules_from_json, rules_to_json
from games.preferans.showing import doer, told, view_for, views_for
from games.preferans.state import Clock, Match
from games.preferans.view import View

__all__ = [
    "Action",
    "BadRecord",
    "BadRules",
    "Clock",
    "Match",
    "Refusal",
    "Rules",
    "View",
    "apply",
    "asked",
    "asked_at",
    "bot_to_act",
    "decode_match",
    "doer",
    "due",
    "encode_match",
    "legal_actions",
    "match_to_json",
    "new_match",
    "parse_action",
    "preset",
    "print_action",
    "put_at",
    "recorded_action",
    "rules_from_json",
    "rules_to_json",
    "told",
    "view_for",
    "views_for",
]
