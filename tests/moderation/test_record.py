"""The record of what staff decided."""

import csv
import io
import threading
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from openpyxl import load_workbook

from accounts.actions import grant_roles
from accounts.models import Organisation, User
from accounts.roles import EDITOR, MODERATOR
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


def test_postgresql_refuses_to_empty_the_record(decision):
    cursor = connection.cursor()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending would refuse it first

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        cursor.execute("TRUNCATE moderation_decision CASCADE")


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
    assert Decision.objects.about(decision.target).count() == 1


def test_somebody_without_an_account_is_named_in_words(society):
    decision = record_decision(
        by=None, actor="経営者（確認リンク）", target=society, verb="同意を取り下げた", reason="リンクから"
    )

    assert decision.who == "経営者（確認リンク）"


def test_a_decision_of_nobody_is_not_stored(society):
    with pytest.raises(IntegrityError, match="decision_has_somebody"), transaction.atomic():
        record_decision(by=None, target=society, verb="確認した", reason="電話で確かめました。")


# -- the chain ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def three(society, reviewer) -> list[Decision]:
    return [record_decision(by=reviewer, target=society, verb="確認した", reason=f"{number}回目") for number in range(3)]


def tamper(statement: str, *values: object) -> None:
    """As an owner of the database who first takes the triggers away."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")


def test_every_decision_holds_the_hash_of_the_one_before(three):
    rows = list(Decision.objects.order_by("pk"))

    assert [row.hash_before for row in rows] == ["", *[row.hash for row in rows[:-1]]]
    assert not list(Decision.objects.broken())


@pytest.mark.parametrize(
    "change",
    [
        "reason = overlay(reason placing 'x' from 1 for 1)", "verb = verb || ' '", "target_name = 'ほかの名前'", "actor = 'だれか'",
        "at = at + interval '1 microsecond'", "object_id = object_id + 1", "by_id = NULL, actor = 'だれか'",
    ],
)  # fmt: skip
def test_one_changed_byte_is_found_and_the_row_named(change, three):
    tamper(f"UPDATE moderation_decision SET {change} WHERE id = %s", three[1].pk)  # noqa: S608

    with pytest.raises(CommandError, match=rf"番号：{three[1].pk}$"):
        call_command("check_decisions")


def test_a_row_whose_hash_was_made_anew_is_betrayed_by_the_next(three):
    tamper("UPDATE moderation_decision SET reason = 'x' WHERE id = %s", three[1].pk)
    tamper("UPDATE moderation_decision d SET hash = moderation_decision_hash(d) WHERE id = %s", three[1].pk)

    assert list(Decision.objects.broken()) == [three[2].pk]


def test_a_row_that_was_taken_out_is_betrayed_by_the_next(three):
    tamper("DELETE FROM moderation_decision WHERE id = %s", three[1].pk)

    assert list(Decision.objects.broken()) == [three[2].pk]


def test_an_end_that_was_cut_off_is_found_by_the_hash_that_was_noted(three, capsys):
    call_command("check_decisions")
    noted = capsys.readouterr().out.strip().rpartition("：")[2]
    call_command("check_decisions", holds=noted)
    tamper("DELETE FROM moderation_decision WHERE id = %s", three[2].pk)

    call_command("check_decisions")
    with pytest.raises(CommandError, match="切り取られて"):
        call_command("check_decisions", holds=noted)


def test_an_empty_record_is_whole(db, capsys):
    call_command("check_decisions")

    assert "0件" in capsys.readouterr().out


@pytest.fixture
def committed_society(django_db_setup, django_db_blocker):
    """A body that other connections see. Taken away by hand with what was decided about it, as the database's owner can."""
    with django_db_blocker.unblock():
        society = Organisation.objects.create(name=f"{uuid.uuid4()}", organisation_type="society", prefecture="03")
        yield society
        tamper("DELETE FROM moderation_decision WHERE target_name = %s", society.name)
        society.delete()


def test_parallel_writers_make_one_chain(committed_society):
    begin, failed = threading.Barrier(6), []

    def write(number: int) -> None:
        try:
            begin.wait()
            with transaction.atomic():
                record_decision(by=None, actor=f"{number}人目", target=committed_society, verb="確認した", reason="同時に")
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failed
    assert Decision.objects.about(committed_society).count() == 6
    assert not list(Decision.objects.broken())


# -- who is in it, and who reads it ------------------------------------------------------------------------------------
def test_a_change_of_roles_is_written_down_whoever_makes_it(member, owner):
    grant_roles(user=member, roles=[MODERATOR], by=None)
    grant_roles(user=member, roles=[MODERATOR], by=None)  # changes nothing
    grant_roles(user=member, roles=[EDITOR], by=owner)

    later, first = Decision.objects.about(member)
    assert (first.who, first.reason) == ("運用のコマンド", "役割なし から 見守り担当 に")
    assert (later.who, later.reason) == (str(owner), "見守り担当 から 編集担当 に")


def test_roles_given_and_taken_in_the_admin_are_written_down(owner, client_of):
    from django.contrib.auth.models import Group

    moderators = Group.objects.get(name=MODERATOR.name).pk
    admin = client_of(owner)
    admin.post("/admin/users/new/", {"email": "yui@example.jp", "display_name": "ゆい", "groups": [moderators]})
    yui = User.objects.get(email="yui@example.jp")
    admin.post(f"/admin/users/edit/{yui.pk}/", {"email": yui.email, "display_name": "ゆい", "is_active": "on", "groups": []})

    assert [(found.who, found.reason) for found in Decision.objects.about(yui)] == [
        (str(owner), "見守り担当 から 役割なし に"),
        (str(owner), "役割なし から 見守り担当 に"),
    ]


def test_roles_are_not_given_in_bulk_past_the_record(owner, member, client_of):
    from django.contrib.auth.models import Group

    moderators = Group.objects.get(name=MODERATOR.name)
    answer = client_of(owner).post(f"/admin/bulk/accounts/user/assign_role/?id={member.pk}", {"role": moderators.pk})

    assert answer.status_code == 404
    assert not member.groups.exists()


def test_the_list_is_filtered_by_person_act_and_day(three, society, reviewer, owner, client_of):
    record_decision(by=owner, target=society, verb="非表示にした", reason="広告でした。")
    admin = client_of(reviewer)

    for query in (f"by={owner.pk}", "verb=非表示にした", f"verb=非表示にした&content_type={three[0].content_type_id}"):
        page = admin.get(f"/admin/decisions/?{query}").content.decode()
        assert "広告でした。" in page
        assert "1回目" not in page
    assert "広告でした。" not in admin.get("/admin/decisions/?at_from=2020-01-01&at_to=2020-01-02").content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t"])
def test_a_file_of_the_record_has_no_formula(start, society, reviewer, client_of):
    record_decision(by=reviewer, target=society, verb="確認した", reason=f"{start}HYPERLINK(1)")
    admin = client_of(reviewer)

    text = b"".join(admin.get("/admin/decisions/?export=csv").streaming_content).decode()
    book = b"".join(admin.get("/admin/decisions/?export=xlsx").streaming_content)

    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["理由"] == f"'{start}HYPERLINK(1)"
    assert (rows[0]["決めた人"], rows[0]["種類"]) == ("えみ", "支援機関")
    [cell] = [cell for row in load_workbook(io.BytesIO(book)).active.iter_rows() for cell in row if "HYPER" in str(cell.value)]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", f"{start}HYPERLINK(1)", True)


def test_editors_and_supporters_do_not_read_the_record(decision, supporter, client_of):
    editor = User.objects.create_user("yuki@example.jp", "pass-word-1234", display_name="ゆき")
    grant_roles(user=editor, roles=[EDITOR], by=None)

    for person in (editor, supporter):
        assert client_of(person).get("/admin/decisions/").status_code in {302, 403, 404}
