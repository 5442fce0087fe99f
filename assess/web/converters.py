"""URL converters."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class _NumberConverter(IntegerConverter):
    """A number in plain digits without leading zeros that fits a database integer, so that each page has one URL."""

    regex = "(?:0|[1-9][0-9]{0,17})"


def register_number_converter(app: Flask) -> None:
    """Register the converter for every URL rule added afterwards; other numbers get a 404."""
    app.url_map.converters["int"] = _NumberConverter
