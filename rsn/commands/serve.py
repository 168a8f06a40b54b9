"""`rsn serve`: site and forms on one address, built again on every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option, now_option, out_option

DEMO = Path("var/demo")


@click.command()
@click.option("--demo", is_flag=True, help="Serve the demo community, with a page to sign in as anybody.")
@click.option("--drafts", is_flag=True, help="Show what is not published yet, marked as such; loopback only.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@content_option
@data_option
@out_option
@now_option
@click.pass_context
def command(
    ctx: click.Context,
    demo: bool,
    drafts: bool,
    host: str,
    port: int,
    content: Path,
    data: Path,
    out: Path,
    now: datetime | None,
) -> None:
    """
    Build, serve site and forms on one address, and build again whenever content, templates or store change.

    A mistake in the content is shown on top of every page, with file and line, while the last good site stays up.
    Mails go to a folder and their sign-in links are printed here.

    With --demo the community in var/demo is served (made on first use). It listens on loopback only, and its
    clock can be moved forward on a page, so that a vote closes while you watch.

    With --drafts the pages show drafts and what waits for its day, each marked. They are built beside the site,
    into a folder that ends in -drafts, so that they never reach what everybody reads; on loopback only.

    \b
    Example:  rsn serve --demo
              rsn serve --content content --data data --port 8080
    """
    from rsn.forms_service import NotStarted
    from rsn.serving import serve

    folders = Folders(content, data, out)
    if demo:
        folders = _demo_folders(ctx, folders)
    if drafts:
        folders = replace(folders, out=folders.out.with_name(f"{folders.out.name}-drafts"))
    try:
        serve(folders, host, port, demo=demo, drafts=drafts, now=now, say=click.echo)
    except NotStarted as refused:
        raise click.ClickException(str(refused)) from refused


def _demo_folders(ctx: click.Context, given: Folders) -> Folders:
    """Return the demo's own folders, but for those named on the command line."""

    def chosen(name: str, own: Path, value: Path) -> Path:
        source = ctx.get_parameter_source(name)
        return value if source is click.core.ParameterSource.COMMANDLINE else own

    return Folders(
        chosen("content", DEMO / "content", given.content),
        chosen("data", DEMO / "data", given.data),
        chosen("out", DEMO / "public", given.out),
    )
