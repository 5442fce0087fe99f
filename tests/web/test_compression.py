"""Pages and style sheets are sent compressed to browsers that ask for it; files that are compressed already are not."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/", "/static/council.css", "/rules/readiness.yaml"])
def test_text_is_compressed_only_for_browsers_that_ask_for_it(app: Flask, address: str) -> None:
    client = FlaskClient(app)
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert (plain.headers.get("Content-Encoding"), packed.headers.get("Content-Encoding")) == (None, "gzip")
    assert len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data)[:200] == plain.data[:200]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_workbook_is_sent_as_it_is(app: Flask) -> None:
    answer = FlaskClient(app).get("/services.xlsx", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
