"""Why an archive is not written, not believed or not put back: what is the matter, and what to do."""

from __future__ import annotations


class BackupRefused(Exception):
    """Something about a backup is not as it must be; nothing was changed."""


class NotABackup(BackupRefused):
    """The file is no backup, or not whole."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is no backup that can be put back: {why}. Take another one.")


class WrongPassphrase(BackupRefused):
    """An archive that this passphrase does not open; a changed one cannot be told from that."""

    def __init__(self) -> None:
        super().__init__("The passphrase does not open this archive, or the archive was changed.")


class PassphraseTooShort(BackupRefused):
    """A passphrase that could be guessed."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"The passphrase is too short: write at least {least} signs into its file, and keep a copy."
        )


class PassphraseWanted(BackupRefused):
    """The archive is locked."""

    def __init__(self) -> None:
        super().__init__("This archive is locked. Name the file of its passphrase with --passphrase-file.")


class NotEmpty(BackupRefused):
    """There is something where the backup should go."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where} is not empty. A backup is put back into an empty place only: name another one.")


class RecordInconsistent(BackupRefused):
    """The published record is not a continuation of the one in the backup: nothing may be signed over it."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The published record does not continue the one in this backup: {why}. Nothing was put back, for "
            "whoever signed next would sign a second history. Take a newer backup, or one of this network; if the "
            "published record was forged, say so in public with both heads first."
        )


class WouldBeLost(BackupRefused):
    """The published record tells of things that the backup does not hold."""

    def __init__(self, lost: tuple[str, ...]) -> None:
        listed = "".join(f"\n  - {one}" for one in lost)
        super().__init__(
            f"The published record is ahead of this backup. What it tells will be taken over, and this is lost:"
            f"{listed}\nTake a newer backup if there is one. If there is none, say so with --accept-loss."
        )
        self.lost = lost
