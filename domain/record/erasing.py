"""What stands in the public log for a member whose data were erased: the hash of their random id, and no more."""

from __future__ import annotations

from domain.governance.ballot import hashed


def erased_mark(member: str) -> str:
    """
    Return the hash that stands for an erased member, in hexadecimal.

    The id is random and never published, so that nobody can guess it; who puts back an older copy of the store
    finds by this mark whom to erase again.
    """
    return hashed("rsn/erased/v1", member.encode()).hex()


def mail_mark(member: str, address: str) -> str:
    """Return what tells the mails to an erased member from others, until they are deleted; nothing for nobody."""
    return hashed("rsn/erased-mail/v1", member.encode(), address.casefold().encode()).hex() if address else ""
