"""What a page may load and who may frame it (Content Security Policy, level 3), the same for both programs."""

from __future__ import annotations

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""As every page says of itself (templates/shared/base.html), for hosts that set no headers."""
POLICY = f"{PAGE_POLICY}; frame-ancestors 'none'"
"""As a header: a page itself cannot say who may frame it."""
