"""
The receipt code: the first 80 bits of a commitment, for people to read, type and say aloud.

Sixteen signs in Crockford's base 32, four groups of four, and a check sign (Luhn mod 32) that catches any one
wrong sign and nearly all swapped neighbours. Source: Crockford, "Base 32" (2019); ISO/IEC 7812-1 for Luhn.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BITS = 80
SIGNS = CODE_BITS // 5
_DASHES = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2212"))
"""What keyboards and word processors make of a dash."""
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_DOUBLED = {sign: 2 * value // 32 + 2 * value % 32 for sign, value in _VALUE.items()}
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
"""Ten bits as two signs: a page of many ballots writes each code by eight looks."""
_WEIGHTS = [_VALUE[pair[0]] + _DOUBLED[pair[1]] for pair in _PAIRS]
"""What two signs of a code of an even length add to its check sign."""
_SHIFTS = range(CODE_BITS - 10, -1, -10)


class WrongCode(ValueError):
    """A typed receipt code that cannot be right; the message says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


def check_sign(signs: str) -> str:
    """Return the Luhn mod 32 check sign of *signs*."""
    total = sum(map(_DOUBLED.__getitem__, signs[::-2])) + sum(map(_VALUE.__getitem__, signs[-2::-2]))
    return ALPHABET[-total % 32]


def receipt_code(commitment: bytes) -> str:
    """Return the code of a 32-byte commitment, like "7KQ4-M2XV-0HTN-9RWD-E"."""
    number = int.from_bytes(commitment[: CODE_BITS // 8], "big")
    pairs = [number >> shift & 1023 for shift in _SHIFTS]
    signs = "".join([_PAIRS[pair] for pair in pairs])
    check = ALPHABET[-sum([_WEIGHTS[pair] for pair in pairs]) % 32]
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:12]}-{signs[12:]}-{check}"


def code_of(number: int, signs: int) -> str:
    """Return a number below 32 ** *signs* as so many signs in groups of four, with the check sign behind."""
    plain = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(signs)))
    return _grouped(plain + check_sign(plain))


def read_receipt_code(typed: str) -> str:
    """
    Return the code that was meant, in its printed form: case, spaces, dashes, O for 0, I and L for 1 are mended.

    Raises:
        WrongCode: a sign that is in no code, a wrong length, or a check sign that does not fit.
    """
    return read_code(typed, SIGNS)


def read_code(typed: str, length: int) -> str:
    """
    Return a typed code of *length* signs besides the check sign in its printed form, mended in the same way.

    Raises:
        WrongCode.
    """
    signs = "".join(typed.upper().split()).translate(_DASHES)
    strange = [sign for sign in signs if sign not in _VALUE]
    if strange:
        raise WrongCode(f"No code holds the sign {strange[0]!r}. Compare with your receipt.")
    if len(signs) != length + 1:
        raise WrongCode(f"A code has {length + 1} signs; this one has {len(signs)}.")
    plain = "".join(ALPHABET[_VALUE[sign]] for sign in signs)
    if check_sign(plain[:-1]) != plain[-1]:
        raise WrongCode("One sign is wrong or two have changed places. Compare with your receipt.")
    return _grouped(plain)


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
