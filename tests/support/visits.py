"""What tests of the server's door share: a clock that they turn, and how somebody signs in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from starlette.testclient import TestClient

from keiretsu.service.accounts import Actor

HOST = "http://127.0.0.1"
TOKEN = "the-start-up-token"
PASSWORD = "correct horse battery"
OUR_OWN = {"Sec-Fetch-Site": "same-origin"}
OPERATOR = Actor("operator")


class Watch:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **much: float) -> None:
        self.now += timedelta(**much)


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **form: str) -> int:
    """Send the form of names and passwords; return the status."""
    data = {"name": name, "password": password, **form}
    return client.post("/login", data=data, headers=OUR_OWN).status_code


def csrf_of(client: TestClient) -> str:
    """Return what the forms of a page bring with them."""
    return client.get("/account").text.partition('name="csrf" value="')[2].partition('"')[0]


def send(client: TestClient, path: str, **form: str):
    """Send a form of the signed-in user."""
    return client.post(path, data={"csrf": csrf_of(client), **form}, headers=OUR_OWN)
