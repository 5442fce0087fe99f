import pytest

from tests.web.conftest import StrictClient


@pytest.mark.usefixtures("assessment_url")
@pytest.mark.parametrize("number", ["0", "-1", "01", "9223372036854775808", "9" * 40, "\u0661", "1e0", "1.0"])
def test_an_impossible_id_is_not_found(client: StrictClient, number: str) -> None:
    response = client.get(f"/assessments/{number}")
    assert response.status_code == 404
    assert "Page not found" in response.text
