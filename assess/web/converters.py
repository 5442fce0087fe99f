"""What may stand for a number in an address."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class Number(IntegerConverter):
    """A number in plain digits that a database can hold, without zeros before it: one address for one thing."""

    regex = "(?:0|[1-9][0-9]{0,17})"


def limit_numbers(app: Flask) -> None:
    """Answer 404 to numbers that nothing can have, in every address that is added after this."""
    app.url_map.converters["int"] = Number
