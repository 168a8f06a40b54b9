"""
The command line: `rsn COMMAND` or `python -m rsn COMMAND`.

A command's module is imported only when that command is asked for, so that `rsn --help` and a build with
nothing to do start at once.
"""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "serve": "Build, serve site and forms on one address, rebuild on change.",
    "build": "Publish what is due, then build the site.",
    "why": "Say what a file of the site is made from, and why it was built again or not.",
    "publish": "Record what is due and write the public record.",
    "keys": "Make, show, replace or destroy the keys that sign the public record.",
    "forms": "Run the forms service.",
    "health": "Say whether the service is well, and if not, why and what to do.",
    "check": "Report every mistake in content and site, with file, line and how to mend it.",
    "new": "Write a new program, skill, member, … with everything it needs.",
    "members": "List the members of the roll, or make one a steward.",
    "import": "Bring in members or exchanges from another system's table.",
    "export": "Write everything kept into a folder, or what is public for other directories.",
    "backup": "Write everything into one file, while people vote; or check such a file.",
    "restore": "Put a backup back into an empty place, behind the published record.",
    "codes": "Print sign-in codes for members without e-mail.",
    "store": "Look at the store's files, compact or repair them, or move to PostgreSQL.",
    "tally": "Count case files by any of fourteen voting methods.",
    "verify": "Check a published record: signatures, log, and every count made again.",
    "measures": "Compute the figures of the Strength page again, from the public list or the store.",
    "playbook": "Print or copy the coordinators' packs: who does what, who calls whom.",
    "translations": "Gather the words of the interface, keep the catalogues, report what is left.",
    "demo": "Copy the demo community to a folder and seed its store.",
}


class Commands(click.Group):
    """The commands of COMMANDS, each imported from rsn/commands/NAME.py when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"rsn.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as unknown:
            raise click.UsageError(f"{unknown.message}{_did_you_mean(args[0])}", ctx) from None


def _did_you_mean(given: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(given, COMMANDS, n=1)
    return f" Did you mean '{close[0]}'?" if close else " `rsn --help` lists the commands."


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`rsn COMMAND --help` explains a command with an example.",
)
@click.version_option(package_name="reciprocal-strength-network", prog_name="rsn")
def main() -> None:
    """
    A community's website, its votes and its exchange of help.

    \b
    Look around:        rsn serve --demo
    Keep a community:   rsn check, then rsn build on a schedule, and rsn forms beside it
    """


if __name__ == "__main__":
    main(prog_name="rsn")
