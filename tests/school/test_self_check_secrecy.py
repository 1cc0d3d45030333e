"""Nobody but the person reads a self-check: no role, no page of staff, no log, no table without the key."""

import io
import logging
import uuid

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.urls import get_resolver
from psycopg import sql

from accounts.actions import confirm_membership, grant_roles
from accounts.models import User
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER
from bansou.moderation.models import Decision
from bansou.school.models import SelfCheck
from bansou.school.models.self_check import UnreadableError
from bansou.school.self_check import actions
from knowhow.models import Board
from tests.accounts.test_supported_sessions import begin
from tests.school.test_self_check import ANSWER, KEEP, START, all_answered, check_of, codes, form

pytestmark = pytest.mark.django_db


def rows_everywhere() -> dict[str, list[str]]:
    """Every row of every table, as a dump writes it."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table)))
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


# -- the database --------------------------------------------------------------------------------------------------------
def test_a_dump_of_the_database_holds_no_answer(client_of, member, visitor):
    client = client_of(member)
    client.post(KEEP, form({"silence": 1, "own-words": 4}))
    client.post(ANSWER, form(all_answered(level=3)))
    visitor.post(ANSWER, form(all_answered(level=4), sign_in="1"))

    rows = rows_everywhere()

    assert len(rows["school_selfcheck"]) == 1
    # Words that stand nowhere else: "listen" and the like are words of other rows too.
    telling = ("they-decide", "teach-or-wait", "staff-voices", "they-lead")
    assert set(telling) < set(codes())
    named = {table for table, texts in rows.items() for text in texts if any(code in text for code in telling)}
    assert named == {"school_checkitem"}
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert any("self_check" in kept for kept in sessions)
    assert not any(code in str(kept) for kept in sessions for code in telling)


def test_the_rows_of_different_answers_differ_in_nothing_that_can_be_read(member, supporter, other_supporter):
    for person, answers in (
        (member, all_answered(level=1)),
        (supporter, all_answered(level=4)),
        (other_supporter, {"silence": 2}),
    ):
        actions.keep_answers(by=person, answers=answers, submission_key=uuid.uuid4())

    checks = list(SelfCheck.objects.all())

    assert {field.name for field in SelfCheck._meta.concrete_fields} == {
        "id", "person", "sealed", "started_at", "finished_at", "submission_key"
    }  # fmt: skip
    assert len({len(check.sealed) for check in checks}) == 1
    assert all(bytes(check.sealed).startswith(b"gAAAA") for check in checks)


def test_without_the_key_a_row_is_unreadable_and_the_person_is_told(client_of, member, settings):
    check = check_of(member, all_answered())
    actions.keep_answers(by=member, answers={"silence": 1}, submission_key=uuid.uuid4())
    settings.SELF_CHECK_KEYS = [Fernet.generate_key().decode()]
    client = client_of(member)

    with pytest.raises(UnreadableError):
        _ = check.answers
    page = client.get(f"{START}{check.pk}/")
    assert page.status_code == 200
    assert "この結果は読み出せません" in page.content.decode()
    # What cannot be read begins anew, and an old result that cannot be read is compared with nothing.
    assert client.get(ANSWER).content.decode().count(" checked") == 0
    after = client.post(ANSWER, form(all_answered()), follow=True)
    assert "前回" not in after.content.decode()


def test_answers_that_are_put_into_another_persons_row_do_not_open(member, supporter):
    theirs, mine = check_of(member, all_answered(level=4)), check_of(supporter, all_answered(level=1))

    SelfCheck.objects.filter(pk=mine.pk).update(sealed=theirs.sealed)
    mine.refresh_from_db()

    with pytest.raises(UnreadableError):
        _ = mine.answers
    assert mine.answers_or_none == {}


def test_the_keys_of_cases_and_of_second_factors_do_not_open_it(member, settings):
    check = check_of(member, all_answered())
    settings.SELF_CHECK_KEYS = [*settings.PRIVATE_KEYS, *settings.SECOND_FACTOR_KEYS]

    with pytest.raises(UnreadableError):
        _ = check.answers


def test_a_new_key_comes_first_the_old_one_still_opens_and_goes_after_resealing(member, settings):
    check = check_of(member, all_answered(level=3))
    old, new = settings.SELF_CHECK_KEYS[0], Fernet.generate_key().decode()
    settings.SELF_CHECK_KEYS = [new, old]

    assert check.answers == all_answered(level=3)
    call_command("reseal_self_checks", stdout=(told := io.StringIO()))

    assert told.getvalue() == "1\n"
    settings.SELF_CHECK_KEYS = [new]
    check.refresh_from_db()
    assert check.answers == all_answered(level=3)


# -- people --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def everybody_else(supporter, other_supporter, owner, society) -> dict[str, User]:
    """Somebody in each role: none of them is the one who answered."""
    people = {"supporter": supporter, "colleague": other_supporter, "owner": owner}
    people["host"] = User.objects.create_user("host@example.jp", "pass-word-1234", display_name="案内役")
    confirm_membership(user=people["host"], organisation=society, by=None)
    Board.objects.update(host=people["host"])
    for name, role in (("reviewer", REVIEWER), ("moderator", MODERATOR), ("editor", EDITOR), ("registrar", REGISTRAR)):
        people[name] = User.objects.create_user(f"{name}@example.jp", "pass-word-1234", display_name=name)
        grant_roles(user=people[name], roles=[role], by=None)
    return people


def test_no_role_reads_or_deletes_what_another_answered(client_of, visitor, member, everybody_else):
    check = check_of(member, all_answered())
    address = f"{START}{check.pk}/"

    found = {
        name: (client_of(person).get(address).status_code, client_of(person).post(f"{address}delete/").status_code)
        for name, person in everybody_else.items()
    }

    assert found == dict.fromkeys(everybody_else, (404, 404))
    assert visitor.get(address).url.startswith("/accounts/login/")
    assert visitor.post(f"{address}delete/").url.startswith("/accounts/login/")
    assert SelfCheck.objects.filter(pk=check.pk).exists()


def test_there_is_no_right_to_see_one_and_no_page_of_staff_that_could_ask_for_it():
    views = [str(pattern) for pattern in _names(get_resolver()) if "selfcheck" in str(pattern).replace("_", "").replace("-", "")]

    assert not Permission.objects.filter(content_type__app_label="school", content_type__model="selfcheck").exists()
    assert {name.partition(":")[0] for name in views} == {"self_check"}
    # Wagtail's index of references would write down what a row says.
    assert SelfCheck.wagtail_reference_index_ignore
    assert SelfCheck not in {model for model in apps.get_models() if hasattr(model, "search_fields")}


def _names(resolver, namespace: str = ""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield f"{namespace}{pattern.name}"


def test_the_desk_of_people_says_nothing_of_it(client_of, member, owner):
    check_of(member, all_answered())

    assert "自己点検" not in client_of(owner).get(f"/admin/people/{member.pk}/").content.decode().replace("自己点検の項目", "")


def test_staff_who_act_for_somebody_neither_see_nor_answer_it(client_of, supporter, everybody_else):
    check = check_of(supporter, all_answered())
    actions.keep_answers(by=supporter, answers={"silence": 1}, submission_key=uuid.uuid4())
    desk = client_of(everybody_else["registrar"])
    begin(desk, supporter)

    answers = [desk.get(address).status_code for address in (START, ANSWER, f"{START}{check.pk}/")]
    answers += [desk.post(address, form(all_answered())).status_code for address in (ANSWER, KEEP, f"{START}{check.pk}/delete/")]

    assert answers == [403] * 6
    assert "自己点検" not in desk.get("/me/").content.decode()
    assert SelfCheck.objects.get(finished_at=None).answers == {"silence": 1}


# -- what is written down ------------------------------------------------------------------------------------------------
def test_no_log_and_no_record_of_decisions_has_it(client_of, member, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client_of(member).post(ANSWER, form(all_answered(level=3)))
        client_of(member).get(answer.url)

    told = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert not any(code in told for code in ("own-words", "they-decide"))
    assert "/learn/self-check/<int:pk>/" in told
    assert not Decision.objects.exists()


def test_a_report_of_an_error_has_no_answer(client_of, member, monkeypatch, settings):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    settings.DEBUG = True
    monkeypatch.setattr(actions, "check_limit", fail)
    client = client_of(member)
    client.raise_request_exception = False

    answer = client.post(ANSWER, form(all_answered(level=3)))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "RuntimeError" in page
    # As a local variable, and as a field of what was sent.
    assert "own-words&#x27;: 3" not in page
    assert "[&#x27;3&#x27;]" not in page
    assert "<pre>&#x27;3&#x27;</pre>" not in page
