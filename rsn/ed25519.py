"""
Ed25519 signatures, checked strictly: one spelling of each key and signature, and no key that everybody could use.

The library underneath takes a second spelling of some public keys and keys of small order, because RFC 8032 lets
it. With a key known beforehand that is harmless; here the key may come from the record itself.
"""

from __future__ import annotations

P = 2**255 - 19
_SIGN = 1 << 255
_SMALL_ORDER = frozenset(
    {
        0,
        1,
        P - 1,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    }
)
"""The y of the eight points whose order divides eight."""


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether *signature* is that of *message* under the public key, everything in its canonical spelling."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    y = int.from_bytes(public, "little") % _SIGN
    if len(public) != 32 or y >= P or y in _SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
