"""`rsn build`: what a maintainer reads when the site cannot be written."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from rsn.commands.build import command


def test_an_output_folder_that_leads_elsewhere_is_refused_in_one_sentence(tmp_path: Path, checkout: Path) -> None:
    out = tmp_path / "public"
    out.mkdir()
    (out / "index.html").symlink_to(tmp_path)

    result = CliRunner().invoke(
        command, ["--content", str(checkout / "content"), "--data", str(tmp_path / "data"), "--out", str(out)]
    )

    assert result.exit_code == 1
    assert result.stderr == (
        f"{out / 'index.html'}: is a symlink. Nothing was written there; choose another output folder.\n"
    )
    assert [file.name for file in out.iterdir()] == ["index.html"]
