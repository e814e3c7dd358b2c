"""A member's programs as a page: made, given another token, and sent away."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from club import names
from club.addresses import address_of, id_at
from club.errors import ClubRefusal
from club.programs import MOST
from store.accounts import Account
from store.errors import AccountRefused
from views.people import current_club, current_member

bp = Blueprint("programs", __name__, url_prefix="/account/programs")

FIELDS: Final = {"bad_name": "name", "name_taken": "name"}
Page = Response | tuple[str, int] | str


@bp.get("")
def show() -> Page:
    owner = current_member()
    return _to_account() if owner is None else _page(owner)


@bp.post("")
def create() -> Page:
    owner = current_member()
    if owner is None:
        return _to_account()
    try:
        token = current_club().programs.create(owner, request.form.get("name", ""))
    except (ClubRefusal, AccountRefused) as refusal:
        field = FIELDS.get(refusal.code)
        if field is None:
            flash(gettext(refusal.code), "refused")
        return _page(owner, errors={field: gettext(refusal.code)} if field else {}), 422
    return _page(owner, token=token)


@bp.post("/<program>/renew")
def renew(program: str) -> Page:
    owner = current_member()
    if owner is None:
        return _to_account()
    return _page(owner, token=current_club().programs.renew(owner, _known(program)))


@bp.post("/<program>/revoke")
def revoke(program: str) -> Page:
    owner = current_member()
    if owner is None:
        return _to_account()
    current_club().programs.revoke(owner, _known(program))
    flash(gettext("The token works no more."), "said")
    return redirect(url_for("programs.show"), 303)


def _known(address: str) -> int:
    player_id = id_at(address)
    if player_id is None:
        raise ClubRefusal("no_such_program")
    return player_id


def _page(owner: Account, errors: dict[str, str] | None = None, token: str | None = None) -> str:
    """`token` is shown on this page and never again."""
    found = current_club().programs.of(owner)
    return render_template(
        "programs/show.html",
        programs=[(address_of(each.player_id), each) for each in found],
        has_room=len(found) < MOST,
        token=token,
        errors=errors or {},
        given=request.form.get("name", "") if errors else "",
        limits={"least": names.LEAST, "most": names.MOST},
        mark=names.PROGRAM_MARK,
    )


def _to_account() -> Response:
    return redirect(url_for("account.show"), 303)
