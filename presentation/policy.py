"""What a page may load and who may frame it (Content Security Policy, level 3), the same for both programs."""

from __future__ import annotations

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""As every page says of itself (templates/shared/base.html), for hosts that set no headers."""
POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'"
"""As a header: a page itself cannot say who may frame it."""
SAFE_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: strict checks of forms over https want to see where they came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What every answer of the site and of the forms says besides."""
