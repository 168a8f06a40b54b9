"""`rsn forms`: the forms service, for a real community."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option, now_option

if TYPE_CHECKING:
    from domain.catalogue import Network
    from forms_api.config import Config, SmtpSettings


@dataclass(frozen=True)
class Wanted:
    """How the service is to be run."""

    host: str
    port: int
    server: str
    ops_port: int | None
    log: Path | None
    only_check: bool


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port to listen on.")
@click.option("--base-url", help="The site's own address; without it base_url of network.yaml.")
@click.option("--trusted-host", "hosts", multiple=True, help="A further host name that requests may name.")
@click.option(
    "--proxies",
    type=click.IntRange(0, 9),
    default=1,
    show_default=True,
    help="How many web servers of yours hand a request on; 0 where the service is reached directly.",
)
@click.option("--smtp", envvar="RSN_SMTP", help="Mail server as host:port; without it mails go to data/mail/.")
@click.option("--smtp-user", envvar="RSN_SMTP_USER", default="", help="User name for the mail server.")
@click.option(
    "--smtp-password-file",
    envvar="RSN_SMTP_PASSWORD_FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File that holds the password, readable by its owner only.",
)
@click.option("--mail-from", envvar="RSN_MAIL_FROM", default="", help="Sender of our mails.")
@click.option(
    "--server",
    type=click.Choice(["waitress", "granian"]),
    default="waitress",
    show_default=True,
    help="The HTTP server; granian is faster and has to be installed: pip install -r requirements-granian.txt",
)
@click.option(
    "--ops-port",
    type=click.IntRange(0, 65535),
    help="Port of 127.0.0.1 for /health and /metrics; without it there are none.",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the log, a file a day, kept three days; without it the log goes to standard error.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Say what is wrong with these settings, and start nothing."
)
@content_option
@data_option
@now_option
def command(
    host: str,
    port: int,
    base_url: str | None,
    hosts: tuple[str, ...],
    proxies: int,
    smtp: str | None,
    smtp_user: str,
    smtp_password_file: Path | None,
    mail_from: str,
    server: str,
    ops_port: int | None,
    log: Path | None,
    only_check: bool,
    content: Path,
    data: Path,
    now: datetime | None,
) -> None:
    """
    Run the forms service, behind a web server that ends TLS and hands on /forms/.

    It holds the store: `python build.py` and the other commands ask it over a socket in the data folder. Sign-in
    links are made from the site's own address, never from what a request says. Mails go to data/mail/ unless a
    mail server is named. SIGTERM finishes the requests under way and stops. The log is one JSON object a line and
    names nobody. docs/operations.md says what to do when something is wrong.

    \b
    Example:  rsn forms --content content --data data --port 8001
              RSN_SMTP=mail.example.org:587 RSN_SMTP_USER=weirside rsn forms …
    """
    from forms_api.config import SecretTooOpen
    from forms_api.ops import PortTaken
    from rsn.forms_service import NotStarted

    folders = Folders(content, data, Path("public"))

    def configured(network: Network) -> Config:
        server = _smtp(smtp, smtp_user, smtp_password_file)
        config = _config(folders, base_url or network.base_url, hosts, network.languages)
        return replace(config, mail=server or config.mail, mail_from=mail_from, proxy_hops=proxies)

    wanted = Wanted(host, port, server, ops_port, log, only_check)
    try:
        _serve(folders, wanted, configured, now)
    except (NotStarted, SecretTooOpen, PortTaken) as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo("Nothing stands in the way." if only_check else "Stopped.")


def _serve(
    folders: Folders, wanted: Wanted, configured: Callable[[Network], Config], now: datetime | None
) -> None:
    """Serve until told to stop, under the server that is wanted."""
    from forms_api.event_log import begin, say
    from rsn.forms_service import read_catalogue
    from rsn.standing_service import standing

    config = configured((catalogue := read_catalogue(folders))().network)
    _checked(config)
    if wanted.only_check:
        return
    begin(wanted.log)
    if wanted.server == "granian":
        from rsn.granian_server import serve

        serve(folders, wanted, config, now)
    else:
        from rsn.listening import listening, run

        with (
            listening(wanted.host, wanted.port) as bound,
            standing(folders, wanted, config, catalogue, now) as app,
        ):
            click.echo(f"Forms for {config.base_url} on http://{wanted.host}:{bound.getsockname()[1]}/forms/")
            run(app, bound)
    say("stopped")


def _checked(config: Config) -> None:
    """Say what is wrong with starting on these settings; leave the command where that is fatal."""
    from forms_api.startup import Around, problems

    found = problems(config, Around.here())
    for problem in found:
        click.echo(str(problem), err=True)
    if any(problem.fatal for problem in found):
        raise click.ClickException("The service does not start like this.")


def _smtp(named: str | None, user: str, password_file: Path | None) -> SmtpSettings | None:
    from forms_api.config import SmtpSettings

    if not named:
        return None
    host, _, port = named.partition(":")
    if port and not port.isdigit():
        raise click.UsageError(f"--smtp is {named!r}. Write host:port, like mail.example.org:587.")
    if password_file and password_file.stat().st_mode & 0o077:
        raise click.UsageError(f"{password_file} may be read by others. Run: chmod 600 {password_file}")
    password = password_file.read_text("utf-8").strip() if password_file else ""
    number = int(port or 587)
    return SmtpSettings(host, number, user, password, implicit_tls=number == 465)


def _config(folders: Folders, address: str, hosts: tuple[str, ...], languages: tuple[str, ...]) -> Config:
    from urllib.parse import urlsplit

    from forms_api.config import LOOPBACK, Config
    from forms_api.secret_file import old_secrets_from, secret_from

    own = urlsplit(address).hostname or ""
    return Config(
        data_dir=folders.data,
        record_dir=folders.record,
        base_url=address,
        secret=secret_from(folders.data / "secret.key"),
        old_secrets=old_secrets_from(folders.data / "secret.key"),
        limits_file=folders.data / "limits.sqlite",
        mail=folders.mail,
        languages=languages,
        trusted_hosts=tuple(dict.fromkeys((own, *hosts, *LOOPBACK))),
        secure_cookies=address.startswith("https:"),
    )
