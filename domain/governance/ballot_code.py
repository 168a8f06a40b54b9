"""
The ballot code: a secret of one member and one proposal, handed over on paper in a closed letter.

115 bits in 23 signs of Crockford's base 32 and a check sign, six groups of four: too many to guess, so that a fast
hash of it may lie in the store. It is no receipt code, and cannot be taken for one: it is longer.
"""

from __future__ import annotations

import hashlib
import hmac

from domain.governance.receipt import code_of, read_code

SIGNS = 23
BITS = 5 * SIGNS


def ballot_code(key: bytes, proposal: str, member: str, letters: str) -> str:
    """
    Return the member's code in one set of *letters*, a random text; each set has codes of its own.

    The secret is as random as *key*, the 32 random bytes that make the proposal's pseudonyms and die with them.
    That the same set has the same codes lets a page of letters that was sent twice be the same letters.
    """
    parts = (b"rsn/ballot-code/v1", proposal.encode(), member.encode(), letters.encode())
    secret = hmac.digest(key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), "sha256")
    return code_of(int.from_bytes(secret, "big") >> 256 - BITS, SIGNS)


def read_ballot_code(typed: str) -> str:
    """
    Return the code that was meant, in its printed form.

    Raises:
        WrongCode.
    """
    return read_code(typed, SIGNS)


def code_hash(code: str) -> str:
    """Return the hash under which a code in its printed form is known, in hexadecimal."""
    return hashlib.sha256(b"rsn/ballot-code-hash/v1" + code.replace("-", "").encode()).hexdigest()
