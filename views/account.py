"""A person's account as pages: registering, signing in and out, what is his, leaving."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from club import names, passwords
from club.accounts import CHOICES
from club.errors import ClubRefusal
from club.shut_out import ShutOut
from store.accounts import Account
from store.errors import AccountRefused
from views.people import current_club, current_guest, current_member, forget, remember

bp = Blueprint("account", __name__, url_prefix="/account")

# Where on a form a refusal is shown.
FIELDS: Final = {
    "bad_name": "name",
    "name_taken": "name",
    "bad_password": "password",
    "bad_email": "email",
    "email_taken": "email",
    "wrong_password": "old_password",
}
Page = AnyResponse | tuple[str, int] | str


@bp.get("")
def show() -> str:
    return _page()


@bp.get("/<any(register, 'sign-in', password, email, preferences, delete, forgot):_form>")
def form_again(_form: str) -> Page:
    """Where a refused form has left the browser."""
    return redirect(url_for("account.show"), 303)


@bp.post("/register")
def register() -> Page:
    form = request.form
    try:
        account = current_club().accounts.register(
            current_guest(),
            name=form.get("name", ""),
            password=form.get("password", ""),
            email=form.get("email", ""),
        )
    except (ClubRefusal, AccountRefused) as refusal:
        return _refused("register", refusal.code)
    remember(account)
    if form.get("under_16"):
        current_club().talk.be_calm(current_guest(), is_calm=True)
    return _home(gettext("Welcome to the club. Your seat and your record are yours."))


@bp.post("/sign-in")
def sign_in() -> Page:
    form = request.form
    try:
        account = current_club().accounts.sign_in(
            form.get("login", ""), form.get("old_password", ""), current_guest()
        )
    except ShutOut as shut_out:
        return _shut_out(shut_out)
    except ClubRefusal as refusal:
        return _refused("sign-in", refusal.code)
    remember(account)
    return _home(gettext("You are signed in."))


@bp.post("/sign-out")
def sign_out() -> Page:
    forget()
    return _home(gettext("You are signed out here."))


@bp.post("/sign-out-everywhere")
def sign_out_everywhere() -> Page:
    guest = current_guest()
    current_club().people.sign_out(guest.player_id)
    forget()
    return _home(gettext("You are signed out everywhere."))


@bp.post("/password")
def change_password() -> Page:
    form = request.form

    def change(account: Account) -> None:
        old, new = form.get("old_password", ""), form.get("password", "")
        remember(current_club().accounts.change_password(account, old, new))

    return _change("password", change, gettext("Your password is changed."))


@bp.post("/email")
def change_email() -> Page:
    form = request.form

    def change(account: Account) -> None:
        password, email = form.get("old_password", ""), form.get("email", "")
        current_club().accounts.change_email(account, password, email)

    return _change("email", change, gettext("Your address is saved."))


@bp.post("/preferences")
def change_preferences() -> Page:
    wanted = {name: request.form.get(name, "") for name in CHOICES}

    def change(account: Account) -> None:
        current_club().accounts.change_preferences(account, wanted)

    return _change("preferences", change, gettext("Your settings are saved."))


@bp.get("/export")
def export() -> Page:
    """All the club knows of this member, for him to keep."""
    account = current_member()
    if account is None:
        return redirect(url_for("account.show"), 303)
    answer: Response = jsonify(current_club().accounts.export(account))
    answer.headers["Content-Disposition"] = 'attachment; filename="trelyazh.json"'
    return answer


@bp.post("/delete")
def delete() -> Page:
    account = current_member()
    if account is None:
        return redirect(url_for("account.show"), 303)
    try:
        current_club().accounts.delete(account, request.form.get("old_password", ""))
    except ClubRefusal as refusal:
        return _refused("delete", refusal.code)
    forget()
    return _home(gettext("Your account is deleted."))


@bp.post("/forgot")
def forgot() -> Page:
    """The answer is the same whether there is such a member or not."""
    found = current_club().accounts.reset_token(request.form.get("login", ""))
    if found is not None:
        account, token = found
        link = url_for("account.show_reset", token=token, _external=True)
        text = gettext(
            "%(name)s, with this link you choose a new password within an hour:\n\n%(link)s\n\n"
            "If you did not ask for it, do nothing: your password stays as it is.",
            name=account.name,
            link=link,
        )
        current_club().accounts.send_reset(account, gettext("Your password at Trelyazh"), text)
    flash(
        gettext("If there is such a member with an e-mail address, a link is on its way."), "said"
    )
    return redirect(url_for("account.show"), 303)


@bp.get("/reset/<token>")
def show_reset(token: str) -> Page:
    try:
        current_club().accounts.check_reset(token)
    except ClubRefusal as refusal:
        return _no_reset(refusal.code)
    return render_template("account/reset.html", token=token, errors={}, limits=_limits())


@bp.post("/reset/<token>")
def reset(token: str) -> Page:
    try:
        account = current_club().accounts.reset_password(token, request.form.get("password", ""))
    except ShutOut as shut_out:
        return _shut_out(shut_out)
    except ClubRefusal as refusal:
        if refusal.code != "bad_password":
            return _no_reset(refusal.code)
        errors = {"password": gettext(refusal.code)}
        page = render_template("account/reset.html", token=token, errors=errors, limits=_limits())
        return page, 422
    remember(account)
    return _home(gettext("Your password is changed."))


def _change(form: str, change: Callable[[Account], None], said: str) -> Page:
    account = current_member()
    if account is None:
        return redirect(url_for("account.show"), 303)
    try:
        change(account)
    except (ClubRefusal, AccountRefused) as refusal:
        return _refused(form, refusal.code)
    flash(said, "said")
    return redirect(url_for("account.show"), 303)


def _refused(form: str, code: str) -> Page:
    """The page again, with the reason beside the field; a fault of nobody's on top."""
    field = FIELDS.get(code)
    if field is None:
        flash(gettext(code), "refused")
    return _page(form, {field: gettext(code)} if field else {}), 422


def _page(form: str = "", errors: dict[str, str] | None = None) -> str:
    guest = current_guest()
    return render_template(
        "account/show.html",
        account=current_member(),
        name=guest.name,
        choices=CHOICES,
        form=form,
        errors=errors or {},
        given=_given(),
        limits=_limits(),
    )


def _given() -> dict[str, str]:
    """What he wrote, so that he need not write it again; passwords are never sent back."""
    return {name: request.form.get(name, "") for name in ("name", "email", "login")}


def _limits() -> dict[str, int]:
    return {
        "name_least": names.LEAST,
        "name_most": names.MOST,
        "password_least": passwords.LEAST,
        "password_most": passwords.MOST,
    }


def _home(said: str) -> AnyResponse:
    flash(said, "said")
    return redirect(url_for("home.show"), 303)


def _shut_out(shut_out: ShutOut) -> AnyResponse:
    """He may not come in, and may say why he should."""
    flash(gettext(shut_out.code), "refused")
    token = current_club().appeals.token_of(shut_out.player_id)
    return redirect(url_for("appeals.show_shut_out", token=token), 303)


def _no_reset(code: str) -> tuple[str, int]:
    return render_template("errors/error.html", status=410, code=code), 410
