"""
Waitress without its one leniency: a request that gives its length twice, by number and in chunks, is refused.

Two servers in a row that believe different lengths see different requests. Source: RFC 9112, section 6.3.
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError


class StrictParser(HTTPRequestParser):
    """Reads a request as waitress does, and refuses one whose end can be read in two ways."""

    def parse_header(self, header_plus: bytes) -> None:
        """
        Read the head of the request.

        Raises:
            ParsingError: it is no head, or says twice how long the body is.
        """
        names = {line.partition(b":")[0].strip().lower() for line in header_plus.split(b"\r\n")[1:]}
        if {b"content-length", b"transfer-encoding"} <= names:
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")
        super().parse_header(header_plus)


class StrictChannel(HTTPChannel):
    """A connection whose requests are read strictly."""

    parser_class = StrictParser
