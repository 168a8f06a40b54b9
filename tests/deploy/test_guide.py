"""Type deploy/README.md, from the clone to the health check, into a folder that stands for an empty machine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.deploy.front import free_port, write_certificate
from tests.deploy.programs import mime_types, program

CHECKOUT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(r"^```sh\n(.*?)^```", (CHECKOUT / "deploy" / "README.md").read_text("utf-8"), re.M | re.S)
# What belongs to the machine, the network or root; systemd's part starts what its unit says, with its settings.
MACHINE = r"""
set -euo pipefail
apt() { :; }
adduser() { :; }
chown() { :; }
certbot() { :; }
systemd-analyze() { :; }
curl() {
    case "$*" in *127.0.0.1*) command curl -sf --retry 50 --retry-connrefused --retry-delay 1 "${@: -1}" ;; esac
}
nginx() { PROGRAM -t -q -p ROOT -c ROOT/around.conf -e ROOT/nginx.log; }
systemctl() {
    case "$*" in
        *rsn-forms.service*)
            unit() { sed -n "s/^$1=//p" ROOT/etc/systemd/system/rsn-forms.service; }
            cd "$(unit WorkingDirectory)"
            set -a; . "$(unit EnvironmentFile | sed 's,^-,,')"; set +a
            $(unit ExecStartPre)
            $(unit ExecStart) >ROOT/service.log 2>&1 &
            echo $! >ROOT/pid
            for _ in $(seq 600); do [ -S ROOT/var/lib/rsn/control.sock ] && break; sleep 0.1; done
            disown ;;
    esac
}
"""


PLACES = r"(?<![\w/])/(?:opt/rsn|srv/rsn|var/(?:lib|backups|log)/\w+|etc/(?:rsn|nginx|systemd|letsencrypt))\b"
FOLDERS = ("etc/systemd/system", "etc/nginx/sites-available", "etc/nginx/sites-enabled", "var/lib")


@pytest.mark.long
def test_an_empty_machine_becomes_a_community_that_is_well(tmp_path: Path) -> None:
    for folder in (*FOLDERS, "var/log/nginx", "etc/letsencrypt/live/weirside.example", "opt", "srv"):
        (tmp_path / folder).mkdir(parents=True)
    live = tmp_path / "etc/letsencrypt/live/weirside.example"
    write_certificate(live)
    (live / "certificate.pem").rename(live / "fullchain.pem")
    (live / "key.pem").rename(live / "privkey.pem")
    aside = " ".join(f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    types = mime_types(program("nginx"))
    around = f"pid pid.nginx; events {{ }} http {{ {aside} include {types}; include etc/nginx/sites-enabled/*; }}"
    (tmp_path / "around.conf").write_text(around)
    ports = {
        "listen 80;": f"listen {free_port()};",
        "listen [::]:80;": "",
        "listen 443 ": f"listen {free_port()} ",
        "listen [::]:443 ssl http2;": "",
        "8001": str(free_port()),
        "8090": str(free_port()),
    }
    machine = MACHINE.replace("ROOT", str(tmp_path)).replace("PROGRAM", str(program("nginx")))
    printed = []
    try:
        for block in BLOCKS:
            printed.append(typed(machine + moved(block, tmp_path, ports)))
            if len(printed) == 1:
                for file in (tmp_path / "opt/rsn/deploy").iterdir():
                    file.write_text(moved(file.read_text("utf-8"), tmp_path, ports))
    finally:
        if (tmp_path / "pid").exists():
            subprocess.run(["kill", (tmp_path / "pid").read_text().strip()], check=False)

    assert any(said.endswith("All is well.\n") for said in printed)
    assert '"well": true' in printed[-1]
    assert (tmp_path / "srv/rsn/public/index.html").exists()
    assert len(re.findall(r"\[ \]", (tmp_path / "var/lib/rsn/sheets.txt").read_text())) == 30


def moved(text: str, root: Path, ports: dict[str, str]) -> str:
    """Return *text* with all places below *root*, ports that are free, and nobody's files given to a user."""
    text = re.sub(PLACES, lambda place: f"{root}{place[0]}", text)
    for written, ours in {
        "https://weirside.example/network.git": str(CHECKOUT),
        "-o rsn -g rsn ": "",
        "sudo -u rsn ": "",
        **ports,
    }.items():
        text = text.replace(written, ours)
    return text


def typed(block: str) -> str:
    environment = {
        "PATH": f"{os.environ['PATH']}:/usr/sbin",
        "LANG": "C.UTF-8",
        "HOME": os.environ.get("HOME", "/"),
    }
    done = subprocess.run(
        ["bash", "-c", block], env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, block + done.stdout + done.stderr
    return done.stdout
