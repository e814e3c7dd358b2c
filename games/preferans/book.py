"""The written side of a match: the sheet, one entry a deal, and what they come to."""

from typing import NamedTuple

from games.preferans.outcome import Outcome
from games.preferans.rules import Rules
from games.preferans.scoring import write
from games.preferans.settlement import settle
from games.preferans.sheet import Sheet
from games.preferans.view import EntryView, SettlementView, SheetView


class Book(NamedTuple):
    """The sheet and its entries; the views of them are made once a deal, not once an act."""

    sheet: Sheet
    shown: SheetView
    entries: tuple[EntryView, ...]
    if_ended: tuple[int, ...]
    settlement: SettlementView | None


def new_book(rules: Rules) -> Book:
    """A book nothing is written in."""
    return book_of(rules, Sheet.empty(rules.players), ())


def book_of(rules: Rules, sheet: Sheet, entries: tuple[EntryView, ...]) -> Book:
    """The book of this sheet and these entries, not settled."""
    return Book(sheet, _sheet_view(sheet), entries, settle(rules, sheet).shown, None)


def enter(rules: Rules, book: Book, number: int, contract: str | None, outcome: Outcome) -> Book:
    """Write one finished deal (§8, §9). `contract` is its name for the entry."""
    after = write(rules, book.sheet, outcome)
    entry = _entry(book.sheet, after, number, contract, outcome)
    return book_of(rules, after, (*book.entries, entry))


def settled(rules: Rules, book: Book) -> Book:
    """The same book with its settlement (§10)."""
    result = settle(rules, book.sheet)
    view: SettlementView = {
        "exact": tuple(map(str, result.exact)),
        "shown": result.shown,
        "payments": tuple((payer, payee, str(whists)) for payer, payee, whists in result.payments),
    }
    return book._replace(settlement=view)


def _sheet_view(sheet: Sheet) -> SheetView:
    return {"pool": sheet.pool, "mountain": sheet.mountain, "whists": sheet.whists}


def _entry(
    before: Sheet, after: Sheet, number: int, contract: str | None, outcome: Outcome
) -> EntryView:
    return {
        "number": number,
        "dealer": outcome.dealer,
        "kind": outcome.kind,
        "declarer": outcome.declarer,
        "contract": contract,
        "tricks": outcome.tricks,
        "played": outcome.played,
        "pool": _minus(after.pool, before.pool),
        "mountain": _minus(after.mountain, before.mountain),
        "whists": tuple(map(_minus, after.whists, before.whists)),
        "pool_after": after.pool,
        "mountain_after": after.mountain,
        "whists_after": after.whists,
    }


def _minus(after: tuple[int, ...], before: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(new - old for new, old in zip(after, before, strict=True))
