from flask import Flask

from assess.web.layout import NAVIGATION

WITHOUT_AREA = {"static_pages"}


def test_every_blueprint_belongs_to_one_area_of_the_navigation_or_to_none_on_purpose(app: Flask) -> None:
    listed = [name for item in NAVIGATION for name in item.blueprints]
    assert sorted([*listed, *WITHOUT_AREA]) == sorted(app.blueprints)
