"""The role as which web and worker connect, in the tests' own database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from bansou.moderation.actions import record_decision
from bansou.moderation.models import Decision
from bansou.operations import preparation
from bansou.operations.site_role import write_site_role
from tests.factories import make_case

pytestmark = pytest.mark.django_db
ROLE = "bansou_site_of_a_test"


@contextmanager
def as_site() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


@pytest.fixture
def decision(society, reviewer) -> Decision:
    write_site_role(ROLE, "pass-word-1234")
    return record_decision(by=reviewer, target=society, verb="確認した", reason="電話で確かめました。")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE moderation_decision SET reason = 'ほかの理由'",
        "DELETE FROM moderation_decision",
        "TRUNCATE moderation_decision",
        "ALTER TABLE moderation_decision DISABLE TRIGGER ALL",
        "DROP TABLE moderation_decision",
    ],
)
def test_the_site_has_no_right_to_change_what_was_decided(statement, decision):
    with as_site(), pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_site_does_its_work_and_adds_to_the_record(decision, supporter, reviewer):
    with as_site():
        case = make_case(author=supporter)
        case.title = "直した題名"
        case.save()
        record_decision(by=reviewer, target=case, verb="確認した", reason="読みました。")
        case.delete()

    assert [found.verb for found in Decision.objects.all()[:2]] == ["確認した", "確認した"]
    assert not list(Decision.objects.broken())


def test_filling_the_site_makes_and_limits_the_role_each_time(db, settings, monkeypatch):
    monkeypatch.setattr("bansou.operations.management.commands.fill_site.prepare_database", lambda: None)
    monkeypatch.setattr("bansou.operations.management.commands.fill_site.fill_site", preparation.is_migrated)
    settings.SITE_DATABASE = {"USER": ROLE, "PASSWORD": "it's a word"}

    for _ in range(2):
        call_command("fill_site")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'cases_case', 'UPDATE'), has_table_privilege(%s, 'moderation_decision', 'UPDATE')",
            [ROLE, ROLE],
        )
        assert cursor.fetchone() == (True, False)
