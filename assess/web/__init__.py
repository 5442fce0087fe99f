"""The pages: the only package that imports Flask."""

from assess.web.serving import serve

__all__ = ["serve"]
