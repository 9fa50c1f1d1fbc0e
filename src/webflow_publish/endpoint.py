"""The address of an API: what one looks like, and whether a token may be sent there."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_URL = re.compile(
    r"https?://(\[[0-9a-f:.]+\]|[0-9a-z]([0-9a-z-]*[0-9a-z])?(\.[0-9a-z]([0-9a-z-]*[0-9a-z])?)*)(:\d+)?(/[\w.~/-]*)?",
    re.ASCII | re.IGNORECASE,
)
"""Scheme, host, port and path, without all that the address of an API has no use for."""


def host_of(url: str) -> str | None:
    """The host in the address of an API; None where it is no such address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return host if _URL.fullmatch(url) else None


def is_private(url: str) -> bool:
    """Whether it is the address of an API, and nobody can read on the way what is sent there.

    That is over HTTPS; plain HTTP is for a service on this machine.
    """
    host = host_of(url)
    return host is not None and (url.lower().startswith("https:") or _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
