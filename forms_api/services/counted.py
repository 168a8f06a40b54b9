"""Whether a ballot was counted, by what stands on its receipt: read from the public record alone."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path

from domain.governance.receipt import WrongCode, read_receipt_code, receipt_code
from forms_api.services.refusals import N_, Refused

_PSEUDONYM = re.compile(r"[0-9a-f]{32}")


class NoReceiptWords(Refused):
    message = N_("This is neither a receipt code nor a pseudonym. Compare each sign with your receipt.")


class Counted(StrEnum):
    """What the record says."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not yet"
    NO_ROWS = "no rows"


def counted(record_dir: Path, proposal: str, typed: str) -> Counted:
    """
    Tell whether the ballot of a pseudonym, or with a receipt code, is among those counted.

    By its code only where the rows are published: of fewer than ten ballots they are not.

    Raises:
        NoReceiptWords.
    """
    folder = record_dir / "proposals" / Path(proposal).name
    if not (folder / "counted.json").is_file():
        return Counted.NOT_YET
    plain = "".join(typed.split()).lower()
    if _PSEUDONYM.fullmatch(plain):
        return _told(plain in json.loads((folder / "counted.json").read_bytes()))
    try:
        code = read_receipt_code(typed)
    except WrongCode as wrong:
        raise NoReceiptWords from wrong
    rows = folder / "ballots.jsonl"
    if not rows.is_file():
        return Counted.NO_ROWS
    commitments = (json.loads(line)["commitment"] for line in rows.read_bytes().splitlines())
    return _told(any(receipt_code(bytes.fromhex(one)) == code for one in commitments))


def _told(there: bool) -> Counted:
    return Counted.YES if there else Counted.NO
