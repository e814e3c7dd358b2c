"""The composition root: settings in, an application with a club of its own out."""

from pathlib import Path
from typing import Final

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from green.host_metrics import HostMetrics
from green.limits import RequestLimits
from sockets.lobby import bp as sockets
from views import (
    account,
    agreements,
    appeals,
    archive,
    assets,
    bearers,
    calculator,
    commentary,
    companies,
    deal_logs,
    errors,
    etudes,
    hall,
    headers,
    health,
    home,
    invitations,
    moderation,
    moments,
    numbers,
    one_more,
    people,
    players,
    programs,
    rate_limits,
    ratings,
    replays,
    rules,
    search,
    seat_keys,
    statistics,
    tables,
    talk,
    words,
)
from views import metrics as metrics_page
from views.api import description
from views.api.pages import bp as api
from views.bearers import FormTokens
from views.rate_limits import FormRates
from wsgi import logs, metrics
from wsgi.running import Running
from wsgi.settings import Settings, read_settings

ROOT: Final = Path(__file__).resolve().parent.parent
BODY_BYTES: Final = RequestLimits().body_bytes
BLUEPRINTS: Final = (
    hall.bp,
    one_more.bp,
    invitations.bp,
    home.bp,
    account.bp,
    players.bp,
    ratings.bp,
    tables.bp,
    seat_keys.bp,
    replays.bp,
    commentary.bp,
    deal_logs.bp,
    archive.bp,
    search.bp,
    statistics.bp,
    rules.bp,
    calculator.bp,
    health.bp,
    metrics_page.bp,
    talk.bp,
    moderation.bp,
    appeals.bp,
    etudes.bp,
    programs.bp,
    companies.bp,
    api,
    sockets,
)
CATALOGUES: Final = ROOT / "locale"
REMEMBERED_SECONDS: Final = 365 * 24 * 3600


def create_app(settings: Settings | None = None) -> Flask:
    """An application. It serves when its `Running` was started. Raises SettingsError."""
    settings = settings or read_settings()
    app = Flask("trelyazh", root_path=str(ROOT), static_folder=None)
    app.config.update(_config(settings))
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    running = Running(settings)
    app.extensions.update(
        club=running.club, drain=running.drain, long_work=running.long_work, running=running
    )
    app.extensions["on_held"] = running.alerts.hub_held
    bearers.register(app)
    # First of all, so that forms without a token count too.
    rates = _form_rates(settings)
    limiter = rate_limits.register(app, rates, running.counting, prefix=running.prefix)
    limiter.exempt(sockets)  # what is said there has its credits
    FormTokens(app).exempt(sockets)  # sockets/fallback.py says why
    Babel(app, default_translation_directories=str(CATALOGUES), locale_selector=people.locale)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    metrics.register(app, running, settings)
    description.register(app)
    assets.register(app, ROOT / "static")
    health.register(app)
    errors.register(app)
    headers.register(app, is_secure=_is_secure(settings))
    people.register(app)
    agreements.register(app)
    talk.register(app)
    moments.register(app)
    companies.register(app)
    hall.register(app)
    numbers.register(app)
    words.register(app, CATALOGUES)
    return app


def serve() -> Flask:
    """What gunicorn calls in each worker: an application that is open."""
    settings = read_settings()
    logs.configure(settings)
    app = create_app(settings)
    running: Running = app.extensions["running"]
    running.start()
    host: HostMetrics = app.extensions["metrics.host"]
    host.start()
    running.drain.after_closing(host.stop)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "trelyazh",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": _is_secure(settings),
        "PERMANENT_SESSION_LIFETIME": REMEMBERED_SECONDS,
        "MAX_CONTENT_LENGTH": BODY_BYTES,
        "METRICS_TOKEN": settings.metrics_token,
        "WTF_CSRF_TIME_LIMIT": None,  # a page may stay open for a whole pulka
        "BABEL_DEFAULT_LOCALE": people.LOCALES[0],
    }


def _form_rates(settings: Settings) -> FormRates:
    return FormRates(**{name: getattr(settings, name) for name in FormRates._fields})


def _is_secure(settings: Settings) -> bool:
    """Whether all addresses of the site are encrypted."""
    return bool(settings.origins) and all(o.startswith("https://") for o in settings.origins)
