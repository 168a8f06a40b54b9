"""A community as it stands in the world: built site and forms service behind the shipped proxy, with TLS."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.deploy.person import Person
from tests.deploy.programs import mime_types, program
from tests.faults.voting import Vote

CHECKOUT = Path(__file__).resolve().parents[2]
DEPLOY = CHECKOUT / "deploy"


@dataclass
class Standing:
    """A community behind its web server; the service in it can be stopped and started."""

    vote: Vote
    folder: Path
    port: int
    plain_port: int
    forms_port: int
    service: subprocess.Popen[bytes] | None = None
    more: list[str] = field(default_factory=list)
    scheme: str = "https"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://localhost:{self.port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def public(self) -> Path:
        return self.vote.folder / "public"

    @property
    def ballot(self) -> str:
        return f"/forms/proposals/{self.vote.proposal}/ballot"

    def person(self) -> Person:
        return Person(self.port, self.certificate)

    def start_service(self) -> None:
        """Start the real `rsn forms`, and return once it answers."""
        command = [sys.executable, "-m", "rsn", "forms", "--port", str(self.forms_port)]
        command += ["--base-url", self.origin, *self.vote.places, *self.more]
        said = self.folder / "service.log"
        with said.open("ab") as log:
            self.service = subprocess.Popen(command, cwd=CHECKOUT, stdout=log, stderr=log)
        # It listens before it is ready; who comes meanwhile waits.
        wait_until_open(self.forms_port, self.service, said)
        assert b" 200 " in self._first_line(), said.read_text()[-4000:]

    def _first_line(self) -> bytes:
        """Return the beginning of the service's own answer, past the proxy."""
        with socket.create_connection(("127.0.0.1", self.forms_port), timeout=60) as direct:
            direct.sendall(b"GET /forms/sign-in HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return direct.recv(100)

    def stop_service(self) -> int:
        """Ask the service to stop, and return its exit code."""
        assert self.service is not None
        self.service.send_signal(signal.SIGTERM)
        return self.service.wait(timeout=60)

    def codes(self, slug: str) -> list[str]:
        """Return a fresh sheet of sign-in codes of a member, made by the command as a steward makes it."""
        sheet = self.folder / f"codes-{slug}.txt"
        sheet.unlink(missing_ok=True)
        command = [sys.executable, "-m", "rsn", "codes", slug, "--out", str(sheet), *self.vote.places]
        subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)
        return re.findall(r"\[ \]\s+(\S+)", sheet.read_text("utf-8"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once somebody listens on the port."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError(f"Nobody listens on {port}. It printed:\n{log.read_text()[-4000:]}")


def write_certificate(folder: Path) -> None:
    """Write a certificate for localhost that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))


@contextmanager
def behind_nginx(vote: Vote, folder: Path) -> Iterator[Standing]:
    """Run the shipped nginx.conf in front of the community until the block ends."""
    here = Standing(vote, folder, free_port(), free_port(), free_port())
    write_certificate(folder)
    nginx = program("nginx")
    (folder / "nginx.conf").write_text(_around(nginx, folder))
    for name in ("nginx.conf", "record.nginx.conf", "headers.nginx.conf"):
        (folder / f"site-{name}").write_text(_at_home(DEPLOY / name, here))
    command = [str(nginx), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    with _running(command, here):
        yield here


@contextmanager
def behind_caddy(vote: Vote, folder: Path) -> Iterator[Standing]:
    """Run the shipped Caddyfile in front of the community until the block ends."""
    here = Standing(vote, folder, free_port(), free_port(), free_port())
    write_certificate(folder)
    (folder / "Caddyfile").write_text(_caddy_at_home(here))
    command = [str(program("caddy")), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(command, here):
        yield here


def _caddy_at_home(here: Standing) -> str:
    """Return the shipped Caddyfile with this test's name, places and certificate, and nothing else changed."""
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    site = f"https://localhost:{here.port} {{\n\ttls {here.certificate} {here.folder}/key.pem"
    for shipped, own in {
        "\n{\n": "\n{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n",
        "weirside.example {": site,
        "/srv/rsn/public": str(here.public),
        "127.0.0.1:8001": f"127.0.0.1:{here.forms_port}",
    }.items():
        text = text.replace(shipped, own)
    return text


@contextmanager
def _running(command: list[str], here: Standing) -> Iterator[None]:
    log = here.folder / "front.log"
    environment = {**os.environ, "HOME": str(here.folder), "XDG_DATA_HOME": str(here.folder)}
    with log.open("wb") as printed:
        front = subprocess.Popen(command, stdout=printed, stderr=printed, cwd=here.folder, env=environment)
    try:
        wait_until_open(here.port, front, log)
        here.start_service()
        yield
    finally:
        front.terminate()
        front.wait(timeout=20)
        if here.service is not None and here.service.poll() is None:
            here.stop_service()


def _around(nginx: Path, folder: Path) -> str:
    """Return what Debian's own nginx.conf says around a site, with all it writes in *folder*."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    aside = "\n".join(f"{kind}_temp_path {folder}/temp-{kind};" for kind in kinds)
    return f"""
        {"user root;" if os.geteuid() == 0 else ""}
        worker_processes 2;
        daemon off;
        pid {folder}/nginx.pid;
        error_log {folder}/nginx.log;
        events {{ worker_connections 768; }}
        http {{
            include {mime_types(nginx)};
            default_type application/octet-stream;
            sendfile on;
            {aside}
            include {folder}/site-nginx.conf;
        }}
    """


def _at_home(file: Path, here: Standing) -> str:
    """Return a shipped file with the places and names of this test in those of the guide, and nothing else."""
    text = file.read_text("utf-8")
    for shipped, own in {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{here.plain_port};",
        "listen 443 ": f"listen 127.0.0.1:{here.port} ",
        "/etc/letsencrypt/live/weirside.example/fullchain.pem": str(here.certificate),
        "/etc/letsencrypt/live/weirside.example/privkey.pem": str(here.folder / "key.pem"),
        "/opt/rsn/deploy/": f"{here.folder}/site-",
        "/srv/rsn/public": str(here.public),
        "/var/log/nginx/rsn.log": str(here.folder / "site-errors.log"),
        "127.0.0.1:8001": f"127.0.0.1:{here.forms_port}",
        "weirside.example": "localhost",
    }.items():
        text = text.replace(shipped, own)
    return text
