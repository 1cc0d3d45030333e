"""The record of what staff decided."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from bansou.moderation.actions import record_decision
from bansou.moderation.models import Decision


@pytest.fixture
def decision(society, reviewer) -> Decision:
    return record_decision(by=reviewer, target=society, verb="確認した", reason="電話で確かめました。")


def test_a_decision_names_who_what_and_why(decision, society, reviewer):
    found = Decision.objects.about(society).get()

    assert (found.by, found.verb, found.reason, found.target_name) == (
        reviewer,
        "確認した",
        "電話で確かめました。",
        "見本町商工会",
    )
    assert found.target == society
    assert str(found) == "見本町商工会：確認した"


def test_postgresql_refuses_to_change_a_decision(decision):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.update(reason="ほかの理由")


def test_postgresql_refuses_to_delete_a_decision(decision):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        decision.delete()


def test_a_decision_without_a_reason_is_not_stored(society, reviewer):
    with pytest.raises(IntegrityError), transaction.atomic():
        record_decision(by=reviewer, target=society, verb="確認した", reason="")


def test_staff_read_the_record_and_nobody_writes_it(decision, reviewer, owner, client_of):
    listed = client_of(reviewer).get("/admin/decisions/").content.decode()
    inspected = client_of(reviewer).get(f"/admin/decisions/inspect/{decision.pk}/").content.decode()

    assert "電話で確かめました。" in listed
    assert "電話で確かめました。" in inspected
    for address in ("new/", f"edit/{decision.pk}/", f"delete/{decision.pk}/"):
        assert client_of(owner).get(f"/admin/decisions/{address}").status_code in {302, 403, 404}
    assert Decision.objects.count() == 1
