"""Companies as pages: founding one, its page, its evenings, its account, and the way in and out."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club.addresses import address_of, id_at
from club.agreed import CLOCKS, TARGETS, Agreed
from club.companies import LEAST_NAME, MOST_NAME, Gathering
from club.errors import ClubRefusal
from club.evenings import ZONES
from games.preferans import rules_from_json
from games.preferans.rules import PRESETS
from store.accounts import Account
from store.browsing import Seated
from views import agreements, rules
from views.people import current_club, current_guest, current_member

bp = Blueprint("companies", __name__, url_prefix="/companies")

MATCHES: Final = 20  # on a page
Page = Response | tuple[str, int] | str


@bp.get("")
def mine() -> Page:
    member = current_member()
    return _to_account() if member is None else _mine(member)


@bp.post("")
def found() -> Page:
    member = current_member()
    if member is None:
        return _to_account()
    name, form = request.form.get("name", ""), request.form
    asked = rules.read({"base": form.get("base", ""), "pool_target": form.get("target", "")})
    try:
        if asked.rules is None:
            raise ClubRefusal("bad_table")
        company_id = current_club().companies.found(member, name, asked.rules)
    except ClubRefusal as refusal:
        return _mine(member, refusal.code), 422
    return _to_company(address_of(company_id))


@bp.get("/<company>")
def show(company: str) -> Page:
    club, here = current_club(), _here(company)
    evenings = [e for e in club.evenings.coming(here.me.player_id) if _is_of(e.company_id, here)]
    before = request.args.get("before")
    archive = club.running_accounts.archive(here, before and id_at(before) or None, MATCHES)
    token = club.companies.token_of(here.company)
    return render_template(
        "companies/show.html",
        address=company,
        here=here,
        members=[(address_of(member.player_id), member) for member in here.members],
        invitation=url_for("companies.invited", token=token, _external=True),
        account=club.running_accounts.of(here),
        tables=[_table(seated) for seated in club.running_accounts.tables(here)],
        evenings=[(address_of(evening.evening_id), evening) for evening in evenings],
        archive=[_table(seated) for seated in archive.matches],
        older=address_of(archive.matches[-1].match.match_id) if archive.has_more else None,
        rules=here.company.rules,
        rules_link=_rules_link(here, company),
        speeds=tuple(CLOCKS),
        zones=ZONES,
        limits={"least": LEAST_NAME, "most": MOST_NAME},
    )


@bp.post("/<company>/name")
def rename(company: str) -> Page:
    def change(here: Gathering) -> None:
        name = request.form.get("name", "")
        current_club().companies.rename(here.me.player_id, here.company.company_id, name)

    return _change(company, change)


@bp.get("/<company>/rules")
def show_rules(company: str) -> Page:
    here = _here(company)
    agreed = agreements.address_fields(rules_from_json(here.company.rules))
    fields = request.args.to_dict() if "base" in request.args else agreed
    if "anew" in fields:
        fields = {name: fields[name] for name in ("base", "players") if name in fields}
    return rules.composer(rules.read(fields), _keeping(company))


@bp.post("/<company>/rules")
def change_rules(company: str) -> Page:
    here, asked = _here(company), rules.read(request.form.to_dict())
    if asked.rules is None:
        return rules.composer(asked, _keeping(company)), 409
    company_id, player = here.company.company_id, here.me.player_id
    current_club().companies.change_rules(player, company_id, asked.rules)
    return _to_company(company)


@bp.post("/<company>/tables")
def open_table(company: str) -> Page:
    """A table by the house rules, whose match stands in the account."""
    here = _here(company)
    agreed = Agreed(
        speed=request.form.get("speed", Agreed().speed),
        rules=rules_from_json(here.company.rules),
        company=here.company.company_id,
    )
    match_id = current_club().seating.open(current_guest(), agreed)
    return redirect(url_for("tables.show", table_id=address_of(match_id)), 303)


@bp.post("/<company>/evenings")
def call(company: str) -> Page:
    def change(here: Gathering) -> None:
        at, zone = request.form.get("at", ""), request.form.get("zone", "")
        current_club().evenings.call(here.me.player_id, here.company.company_id, at, zone)

    return _change(company, change)


@bp.post("/<company>/evenings/<evening>/call-off")
def call_off(company: str, evening: str) -> Page:
    def change(here: Gathering) -> None:
        evening_id = id_at(evening) or 0
        current_club().evenings.call_off(here.me.player_id, here.company.company_id, evening_id)

    return _change(company, change)


@bp.post("/<company>/invitation")
def change_invitation(company: str) -> Page:
    def change(here: Gathering) -> None:
        current_club().companies.change_invitation(here.me.player_id, here.company.company_id)

    return _change(company, change)


@bp.post("/<company>/members/<player>/send-away")
def send_away(company: str, player: str) -> Page:
    def change(here: Gathering) -> None:
        gone = id_at(player) or 0
        current_club().companies.send_away(here.me.player_id, here.company.company_id, gone)

    return _change(company, change)


@bp.post("/<company>/leave")
def leave(company: str) -> Page:
    def change(here: Gathering) -> None:
        current_club().companies.leave(here.me.player_id, here.company.company_id)

    return _change(company, change, url_for("companies.mine"))


@bp.post("/<company>/delete")
def delete(company: str) -> Page:
    def change(here: Gathering) -> None:
        current_club().companies.delete(here.me.player_id, here.company.company_id)

    return _change(company, change, url_for("companies.mine"))


@bp.get("/join/<token>")
def invited(token: str) -> Page:
    try:
        company, members = current_club().companies.invited(token)
    except ClubRefusal as refusal:
        return _dead(refusal)
    return render_template(
        "companies/join.html", company=company, members=members, token=token, rules=company.rules
    )


@bp.post("/join/<token>")
def join(token: str) -> Page:
    member = current_member()
    if member is None:
        return _to_account()
    try:
        company_id = current_club().companies.join(member, token)
    except ClubRefusal as refusal:
        if refusal.code in ("link_unknown", "link_expired"):
            return _dead(refusal)
        raise
    return _to_company(address_of(company_id))


def register(app: Flask) -> None:
    """Let pages tell a member of his companies."""
    app.add_template_global(_gathered, "my_companies")


def _gathered() -> dict[str, Any] | None:
    """The companies of whoever asks and their evenings; None for guests."""
    if current_member() is None:
        return None
    club, player = current_club(), session["player"]
    companies = [(address_of(each.company_id), each) for each in club.companies.of(player)]
    coming = club.evenings.coming(player) if companies else []
    evenings = [(address_of(each.company_id), each) for each in coming]
    return {"companies": companies, "evenings": evenings}


def _here(company: str) -> Gathering:
    """The company at this address, for one of its members. Raises ClubRefusal."""
    member, company_id = current_member(), id_at(company)
    if member is None or company_id is None:
        raise ClubRefusal("no_such_company")
    return current_club().companies.look(member.player_id, company_id)


def _change(company: str, change: Callable[[Gathering], None], then: str | None = None) -> Page:
    """Make the change and show the company, with the reason if it was refused."""
    here = _here(company)
    try:
        change(here)
    except ClubRefusal as refusal:
        flash(gettext(refusal.code), "refused")
        return _to_company(company)
    return redirect(then, 303) if then else _to_company(company)


def _mine(member: Account, refusal: str | None = None) -> str:
    if refusal is not None:
        flash(gettext(refusal), "refused")
    found = current_club().companies.of(member.player_id)
    return render_template(
        "companies/mine.html",
        companies=[(address_of(company.company_id), company) for company in found],
        presets=tuple(PRESETS),
        targets=TARGETS,
        given=request.form.get("name", ""),
        limits={"least": LEAST_NAME, "most": MOST_NAME},
    )


def _table(seated: Seated) -> dict[str, Any]:
    match = seated.match
    token = current_club().invitations.token_of(match) if match.status == "open" else None
    return {
        "id": address_of(match.match_id),
        "status": match.status,
        "opened_at": match.created_at,
        "names": [sitter.name for sitter in seated.seats if sitter],
        "invitation": token,
    }


def _keeping(company: str) -> rules.Action:
    path = url_for("companies.change_rules", company=company)
    return rules.Action(path, gettext("Keep as the house rules"))


def _rules_link(here: Gathering, company: str) -> str | None:
    return url_for("companies.show_rules", company=company) if here.is_founder else None


def _is_of(company_id: int, here: Gathering) -> bool:
    return company_id == here.company.company_id


def _dead(refusal: ClubRefusal) -> tuple[str, int]:
    status = 404 if refusal.code == "link_unknown" else 410
    return render_template("errors/error.html", status=status, code=refusal.code), status


def _to_company(company: str) -> Response:
    return redirect(url_for("companies.show", company=company), 303)


def _to_account() -> Response:
    return redirect(url_for("account.show"), 303)
