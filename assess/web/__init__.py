"""The web application: the only package that imports Flask."""

from assess.web.server import serve

__all__ = ["serve"]
