"""The agreements of a table: every setting of §13, and the three conventions as presets."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal, get_args, get_type_hints

Convention = Literal["sochi", "leningrad", "rostov"]


class BadRules(ValueError):
    """These agreements do not go together, or one is unknown; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One table's agreements. Field names are those of §13; the defaults here are Sochi's."""

    convention: Convention = "sochi"
    players: Literal[3, 4] = 3
    pool_target: int = 10
    bid_jumps: Literal["free", "one_step"] = "free"
    hold_bid: Literal["two_left", "eldest_only", "across_passers", "leningrad_gchet", "off"] = (
        "two_left"
    )
    dealer_after_raspasy: Literal["moves", "stays_up_to_3"] = "moves"
    misere_no_talon: bool = False
    misere_control: Literal["each_own", "one_catcher"] = "each_own"
    misere_half_with_dealer: bool = False
    raspasy_exit: Literal["6-6-6", "6-7-7", "6-7-8", "6-7-8-6-7-8"] = "6-6-6"
    raspasy_exit_by: Literal["any_game", "made", "made_and_whisted"] = "any_game"
    finish_raspasy_series: bool = False
    concede_without_three: Literal[0, 2, 3] = 0
    stalingrad: bool = False
    half_whist: bool = True
    whist_pass_half: bool = False
    return_takes_all: bool = False
    ten: Literal["checked", "whisted"] = "checked"
    ten_checked_whists: bool = True
    whist_style: Literal["greedy", "gentleman"] = "greedy"
    whist_responsibility: Literal["full", "half"] = "full"
    responsibility_single: Literal["second", "both"] = "second"
    whist_quota: Literal["pair", "personal"] = "pair"
    consolation: Literal["V", "2V", "10"] = "V"
    lone_whist_open: Literal["choice", "forced_open"] = "choice"
    declarer_leads_blind: bool = True
    raspasy_talon: Literal["leads_suit", "closed"] = "leads_suit"
    raspasy_trick3_leader: Literal["eldest", "winner"] = "eldest"
    raspasy_score: Literal["mountain", "whists"] = "mountain"
    raspasy_base: int = 1
    raspasy_progression: Literal["none", "arith_cap3", "arith", "geom_cap", "geom"] = "arith_cap3"
    raspasy_amnesty: bool = True
    raspasy_zero_bonus: Literal[
        "pool_price", "pool_1", "mountain_minus_price", "mountain_minus_2price", "none"
    ] = "pool_price"
    zero_bonus_dealer: bool = False
    american_help: bool = True
    help_order: Literal["highest", "clockwise"] = "highest"
    made_game_writes: Literal["pool", "mountain_first"] = "pool"
    end: Literal["all_closed", "pool_sum", "deals", "time"] = "all_closed"
    max_deals: int = 0
    max_minutes: int = 0
    pool_to_mountain: Literal[1, 2] = 1
    mountain_divisor: Literal["n", "n_minus_1"] = "n"
    talon_bonus: Literal["off", "dealer", "split"] = "off"
    consolation_to_dealer: bool = True
    dealer_may_whist: bool = False
    trick_history: Literal["last", "all"] = "last"
    reveal: Literal["all", "played", "end"] = "all"
    hints: bool = False

    @property
    def doubled(self) -> bool:
        """Leningrad writes whists, consolation and failures at double price (§8.1)."""
        return self.pool_to_mountain == 2


NAMES: Final = tuple(each.name for each in fields(Rules))
SOCHI: Final = Rules()
LENINGRAD: Final = replace(
    SOCHI,
    convention="leningrad",
    raspasy_exit="6-7-7",
    raspasy_exit_by="made_and_whisted",
    whist_pass_half=True,
    return_takes_all=True,
    whist_style="gentleman",
    whist_responsibility="half",
    consolation="2V",
    raspasy_base=2,
    raspasy_amnesty=False,
    american_help=False,
    end="pool_sum",
    pool_to_mountain=2,
)
ROSTOV: Final = replace(
    SOCHI,
    convention="rostov",
    whist_style="gentleman",
    whist_responsibility="half",
    consolation="10",
    raspasy_talon="closed",
    raspasy_score="whists",
    raspasy_base=5,
    raspasy_progression="none",
    raspasy_amnesty=False,
    raspasy_zero_bonus="pool_1",
    zero_bonus_dealer=True,
    made_game_writes="mountain_first",
)
PRESETS: Final[dict[Convention, Rules]] = {"sochi": SOCHI, "leningrad": LENINGRAD, "rostov": ROSTOV}


def preset(convention: str, players: int = 3) -> Rules:
    """The convention's agreements for three or four players (§13). Raises BadRules."""
    if convention not in PRESETS:
        raise BadRules(f"convention: {convention!r} is not one of {', '.join(PRESETS)}")
    rules = PRESETS[convention]
    if type(players) is not int or players not in (3, 4):
        raise BadRules(f"players: {players!r} is not 3 or 4")
    if players == 3:
        return rules
    bonus: Literal["off", "dealer"] = "off" if convention == "sochi" else "dealer"
    return replace(rules, players=4, talon_bonus=bonus)


def rules_to_json(rules: Rules) -> dict[str, Any]:
    """Every agreement by name, ready for JSON."""
    # All are plain values; `asdict` looks into each: 35 us more, in every deal.
    return {name: getattr(rules, name) for name in NAMES}


def rules_from_json(given: Mapping[str, Any]) -> Rules:
    """Agreements from JSON: `base` names the convention to start from. Raises BadRules.

    The words of §13 are taken too: `on` and `off`, `cyclic`, and `half_whist_levels`.
    """
    wanted = dict(given)
    if "half_whist_levels" in wanted:
        wanted["half_whist"] = _half_whist(wanted.pop("half_whist_levels"))
    base = wanted.pop("base", wanted.get("convention", "sochi"))
    rules = preset(str(base), wanted.get("players", 3))
    unknown = wanted.keys() - set(NAMES)
    if unknown:
        raise BadRules(f"{min(unknown)}: no such agreement")
    wanted = {name: _spelled(name, value) for name, value in wanted.items()}
    for name, value in wanted.items():
        _check_value(name, value)
    return checked(replace(rules, **wanted))


_TYPES: Final = get_type_hints(Rules)


def _half_whist(levels: object) -> bool:
    if levels not in ([], [6, 7]):
        raise BadRules("half_whist_levels: neither [] nor [6, 7]")
    return bool(levels)


def _spelled(name: str, value: object) -> object:
    """A value of §13 as the field holds it; anything else as it stands."""
    if _TYPES[name] is bool and isinstance(value, str):
        return {"on": True, "off": False}.get(value, value)
    if name == "raspasy_exit" and value == "cyclic":
        return "6-7-8-6-7-8"
    return 0 if name == "concede_without_three" and value == "off" else value


def _check_value(name: str, value: object) -> None:
    allowed = get_args(_TYPES[name])
    if allowed and (value not in allowed or type(value) is not type(allowed[0])):
        raise BadRules(f"{name}: {value!r} is not one of {', '.join(map(str, allowed))}")
    if not allowed and type(value) is not _TYPES[name]:
        raise BadRules(f"{name}: {value!r} is not a {_TYPES[name].__name__}")


def checked(rules: Rules) -> Rules:
    """The same rules, if they go together. Raises BadRules with the reason."""
    for broken, reason in _conflicts(rules):
        if broken:
            raise BadRules(reason)
    return rules


def _conflicts(r: Rules) -> tuple[tuple[bool, str], ...]:
    return (
        (not 1 <= r.pool_target <= 200, "pool_target: from 1 to 200"),
        (not 1 <= r.raspasy_base <= 10, "raspasy_base: from 1 to 10"),
        (
            r.end == "deals" and not 1 <= r.max_deals <= 200,
            "max_deals: from 1 to 200 when the end is by deals",
        ),
        (
            r.end == "time" and not 1 <= r.max_minutes <= 600,
            "max_minutes: from 1 to 600 when the end is by time",
        ),
        (r.max_deals < 0, "max_deals: not below 0"),
        (r.max_minutes < 0, "max_minutes: not below 0"),
        (
            r.players == 3 and r.talon_bonus == "dealer",
            "talon_bonus: with three players nobody sits out",
        ),
        (r.players == 4 and r.talon_bonus == "split", "talon_bonus: split is for three players"),
        (
            r.players == 3 and r.dealer_may_whist,
            "dealer_may_whist: with three players nobody sits out",
        ),
        (
            r.players == 3 and r.misere_half_with_dealer,
            "misere_half_with_dealer: with three players nobody sits out",
        ),
        (
            r.raspasy_score == "whists" and r.raspasy_zero_bonus not in ("pool_1", "none"),
            "raspasy_score: with whists a zero bonus can only be pool_1 or none",
        ),
        (
            r.players == 4 and r.raspasy_score == "whists" and r.raspasy_talon != "closed",
            "raspasy_score: with whists and four players the talon stays closed",
        ),
        (r.dealer_may_whist and not r.half_whist, "dealer_may_whist: needs half_whist"),
        (r.whist_pass_half and not r.half_whist, "whist_pass_half: needs half_whist"),
        (r.return_takes_all and not r.half_whist, "return_takes_all: needs half_whist"),
    )
