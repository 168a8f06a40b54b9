"""The forms service: an app made from settings, a store, the content and a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from domain.catalogue import Catalogue
from forms_api import addresses, errors, headers, language, watching
from forms_api.api import answers, takes
from forms_api.auth import checks
from forms_api.auth.guards import access_of
from forms_api.config import Config, SmtpSettings
from forms_api.current import EXTENSION, Parts
from forms_api.limits import Limiter
from forms_api.limits_kept import counts_for
from forms_api.mail import Deliver, Outbox, to_folder, to_server
from forms_api.store.base import Store
from forms_api.straight import Straight
from forms_api.views import AREAS, DEMO_AREAS


class Unguarded(RuntimeError):
    """A view says neither that it is public nor whom it demands; the service does not start with it."""

    def __init__(self, endpoints: list[str]) -> None:
        super().__init__(f"Neither guarded nor public: {', '.join(endpoints)}. See forms_api/auth/guards.py.")
        self.endpoints = endpoints


def create_app(
    config: Config, store: Store, catalogue: Callable[[], Catalogue], clock: Callable[[], datetime]
) -> Flask:
    """
    Return the service. *clock* gives aware UTC moments; *catalogue* what content/ says at the time of asking.

    Raises:
        Unguarded: a view without a decorator of auth/guards.py.
    """
    app = Flask("forms_api", static_folder=None, template_folder=None)
    app.config["TRUSTED_HOSTS"] = list(config.trusted_hosts)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = config.max_body_bytes
    app.config["MAX_FORM_PARTS"] = config.max_fields
    sender = config.mail_from or f"no-reply@{urlsplit(config.base_url).hostname}"
    outbox = Outbox(_delivery(config, sender), sender)
    app.extensions[EXTENSION] = Parts(
        config, store, catalogue, clock, outbox, Limiter(config.secret, counts_for(config, store))
    )
    watching.register(app)
    addresses.register(app)
    answers.register(app)
    checks.register(app)
    language.register(app)
    app.wsgi_app = Straight(app.wsgi_app, app.extensions[EXTENSION])  # type: ignore[method-assign]
    headers.register(app, secure=config.secure_cookies)
    errors.register(app)
    for area in (*AREAS, *(DEMO_AREAS if config.demo else ())):
        app.register_blueprint(import_module(f"forms_api.views.{area}").bp)
    takes.register(app)
    _refuse_unguarded(app)
    if config.proxy_hops:
        # Only who asks is taken from the web server in front; never the host, which our settings know.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxy_hops, x_proto=0, x_host=0)  # type: ignore[method-assign]
    return app


def _delivery(config: Config, sender: str) -> Deliver:
    if isinstance(config.mail, SmtpSettings):
        return to_server(config.mail, sender)
    return to_folder(config.mail)


def _refuse_unguarded(app: Flask) -> None:
    unguarded = [name for name, view in app.view_functions.items() if access_of(view) is None]
    if unguarded:
        raise Unguarded(sorted(unguarded))
