"""Writing a backup into a file on the same machine, by whoever holds the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Write the archive that is asked for; return its manifest without the hashes."""
    from forms_api.backup.moment import back_up
    from forms_api.backup.refusals import BackupRefused

    lock = question.get("passphrase_file")
    try:
        passphrase = Path(lock).read_text(encoding="utf-8") if lock else ""
        if lock and not passphrase.strip():
            return {"refused": f"{lock} is empty."}
        made = back_up(
            holder.store, holder.folders.data, Path(question["file"]), holder.clock(), passphrase=passphrase
        )
    except (BackupRefused, OSError, UnicodeDecodeError) as refused:
        return {"refused": str(refused)}
    return {"records": made["records"], "head": made["head"], "made": made["made"], "files": len(made["files"])}
