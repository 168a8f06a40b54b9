"""Where the links of the pages lead: files of the site, places on them, the forms service, other sites."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

SERVICE = "/forms/"
FIXED_SCHEMES = ("mailto:", "tel:", "sms:", "data:", "webcal:")
HTML = (".html",)


@dataclass(frozen=True)
class Map:
    """
    What can be linked to: *files* by address without the first slash, *ids* of each page.

    *service* tells whether the forms service answers an address; *base_url* is the site's own, with no last slash.
    """

    files: Collection[str]
    ids: Mapping[str, Collection[str]]
    base_url: str
    service: Callable[[str], bool]

    def wrong(self, url: str, page: str) -> tuple[str, str] | None:
        """Return what is wrong with the link *url* on *page* and how to mend it; None where it leads somewhere."""
        inside = self.inside(url)
        if inside is None:
            return None
        split = urlsplit(inside)
        if not split.path:
            return self._place(page, split.fragment, url)
        path = unquote(split.path)
        if not path.startswith("/"):
            path = normpath(join("/", dirname(page), path)) + ("/" if path.endswith("/") else "")
        if path.startswith(SERVICE):
            known = self.service(path)
            return None if known else (f"the forms service has no page {path}.", "Correct the address.")
        return self._file(path, split.fragment, url)

    def inside(self, url: str) -> str | None:
        """Return *url* without the site's own host; None for a link to elsewhere."""
        if url.startswith(f"{self.base_url}/") or url == self.base_url:
            return url[len(self.base_url) :] or "/"
        if url.startswith(("http://", "https://", "//", *FIXED_SCHEMES)):
            return None
        return url

    def _file(self, path: str, fragment: str, url: str) -> tuple[str, str] | None:
        name = path[1:] + "index.html" if path.endswith("/") else path[1:]
        if name in self.files:
            return self._place(name, fragment, url)
        if f"{name}/index.html" in self.files:
            return f"the link to {url} wants a last slash.", f"Write {path}/."
        return f"the link to {url} leads to no file of the site.", "Correct the address, or take the link out."

    def _place(self, page: str, fragment: str, url: str) -> tuple[str, str] | None:
        if not fragment or fragment == "top" or not page.endswith(HTML):
            return None
        if unquote(fragment) in self.ids.get(page, ()):
            return None
        return f"the link to {url} names a place that is not on the page.", "Name an id that is there."
