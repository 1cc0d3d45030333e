"""Who the company really is stays sealed: its team writes it, staff see it with a reason, on its date it is gone."""

import datetime
import io
import logging

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex, Revision

from accounts.actions import confirm_membership
from accounts.refusals import reason_against
from bansou.moderation.models import Decision
from bansou.operations.daily import do_daily_work
from bansou.settings import env
from cases.corporate_number import clean_corporate_number, is_corporate_number
from cases.models import Case, PrivateSide
from cases.models.private import PrivateFacts
from cases.permissions import check_can_reveal, check_can_write_private
from cases.private_actions import delete_due_private_sides, write_private
from cases.sealing import seal, unseal
from cases.statuses import Status
from tests.factories import make_case

pytestmark = pytest.mark.django_db

#: A number with its right check digit.
NUMBER = "1000012160153"
SECRETS = {
    "company_name": "ひみつ工業株式会社",
    "corporate_number": NUMBER,
    "contacts": "代表　秘見津子",
    "people": "前社長は秘見津朗",
}


def _in(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def _write(case: Case, **facts: str) -> PrivateSide:
    write_private(case=case, by=case.author, facts=PrivateFacts(**(SECRETS | facts)), delete_on=_in(30))
    return PrivateSide.objects.get(case=case)


@pytest.mark.parametrize(
    ("number", "is_right"),
    [(NUMBER, True), ("2000012160153", False), ("100001216015", False), ("100001216015X", False), ("1000012160135", False)],
)
def test_a_corporate_number_is_known_by_its_check_digit(number, is_right):
    assert is_corporate_number(number) == is_right


def test_a_corporate_number_may_be_typed_as_it_is_printed():
    assert clean_corporate_number("１‐0000－1216 0153") == NUMBER


def test_the_team_writes_the_private_side_and_reads_it_again(client_of, supporter):
    case = make_case(author=supporter)
    client, address = client_of(supporter), reverse("cases:private", args=[case.pk])

    client.post(address, SECRETS | {"delete_on": _in(30).isoformat()})
    page = client.get(address)

    assert all(word in page.content.decode() for word in SECRETS.values())
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_number_or_a_date_too_far_is_refused_without_losing_what_was_typed(client_of, supporter):
    case = make_case(author=supporter)

    page = client_of(supporter).post(
        reverse("cases:private", args=[case.pk]),
        SECRETS | {"corporate_number": "1234567890123", "delete_on": _in(9999).isoformat()},
    )

    assert page.status_code == 422
    assert "13桁が合いません" in page.content.decode()
    assert "5年先まで" in page.content.decode()
    assert SECRETS["company_name"] in page.content.decode()
    assert not PrivateSide.objects.exists()


def test_an_empty_form_deletes_what_was_kept(client_of, supporter):
    case = make_case(author=supporter)
    _write(case)

    client_of(supporter).post(reverse("cases:private", args=[case.pk]), {"delete_on": _in(30).isoformat()})

    assert not PrivateSide.objects.exists()


def test_for_everybody_else_the_page_does_not_exist(client_of, supporter, other_supporter, member, visitor, reviewer):
    published, draft = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED), make_case(author=supporter)
    for case in (published, draft):
        _write(case)
        address = reverse("cases:private", args=[case.pk])

        assert visitor.get(address).status_code == 302
        assert [client_of(person).get(address).status_code for person in (other_supporter, member)] == [404, 404]
    assert client_of(reviewer).get(reverse("cases:private", args=[draft.pk])).status_code == 404


def test_staff_see_it_once_and_only_with_a_reason_that_is_recorded(client_of, supporter, reviewer):
    case = make_case(author=supporter, status=Status.SUBMITTED)
    _write(case)
    client, address = client_of(reviewer), reverse("cases:private", args=[case.pk])

    before, without = client.get(address), client.post(address, {"reason": " "})
    seen = client.post(address, {"reason": "同意書の名前を確かめるため"})
    after = client.get(address)

    hidden = [page.content.decode() for page in (before, without, after)]
    assert not any(word in page for page in hidden for word in SECRETS.values())
    assert all(word in seen.content.decode() for word in SECRETS.values())
    [decision] = Decision.objects.about(case)
    assert (decision.by, decision.verb, decision.reason) == (reviewer, "非公開の情報を見た", "同意書の名前を確かめるため")


def test_staff_of_the_team_use_the_teams_page_and_others_need_the_role(client_of, supporter, owner, db):
    from accounts.actions import grant_roles
    from accounts.models import User
    from accounts.roles import EDITOR

    case = make_case(author=supporter, status=Status.SUBMITTED)
    editor = User.objects.create_user("editor@example.jp", "pass-word-1234", display_name="へん")
    grant_roles(user=editor, roles=[EDITOR], by=None)

    assert client_of(editor).get(reverse("cases:private", args=[case.pk])).status_code == 404
    assert client_of(owner).get(reverse("cases:private", args=[case.pk])).status_code == 200


def test_a_reviewer_needs_no_reason_for_his_own_team_and_nobody_else_gets_in_by_one(reviewer, supporter, society):
    confirm_membership(user=reviewer, organisation=society, by=None)
    case = make_case(author=reviewer, status=Status.SUBMITTED)

    assert "自分のチーム" in reason_against(check_can_reveal, reviewer, case)
    assert "支援チームと審査担当" in reason_against(check_can_reveal, supporter, case)
    assert not reason_against(check_can_write_private, reviewer, case)


def test_no_secret_stands_anywhere_in_the_database_the_log_or_a_mail(client_of, supporter, reviewer, caplog):
    caplog.set_level(logging.DEBUG)
    case = make_case(author=supporter, reviewer=reviewer, status=Status.REVISING)
    client_of(supporter).post(reverse("cases:private", args=[case.pk]), SECRETS | {"delete_on": _in(30).isoformat()})
    client_of(reviewer).post(reverse("cases:private", args=[case.pk]), {"reason": "確かめるため"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of our own tables
            content = cursor.fetchone()[0] or ""
            # As text, and as the bytes that a dump shows.
            assert not any(word in content or word.encode().hex() in content for word in SECRETS.values()), table
    # Django's own statements are logged with the values that went to the database: sealed ones.
    assert not any(word in caplog.text for word in SECRETS.values())
    assert not any(word in letter.body + letter.subject for letter in mail.outbox for word in SECRETS.values())
    assert Revision.objects.exists()


def test_no_secret_reaches_a_reader_a_sheet_or_the_reference_index(client_of, supporter, other_supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    side = _write(case)

    for client in (visitor, client_of(other_supporter), client_of(reviewer)):
        for address in (case.get_absolute_url(), "/cases/", "/search/?q=ひみつ工業", f"/cases/compare/?id={case.pk}"):
            page = client.get(address).content.decode().replace("/search/?q=ひみつ工業", "")
            assert SECRETS["contacts"] not in page
        export = b"".join(client.get("/cases/export.xlsx").streaming_content) if client is not None else b""
        assert SECRETS["corporate_number"].encode() not in _unzipped(export)
    assert not ReferenceIndex.model_is_indexable(PrivateSide)
    assert SECRETS["company_name"] not in repr(side.facts) + str(side) + repr(side)


def _unzipped(workbook: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_an_error_page_of_a_developer_shows_no_secret(client_of, supporter, settings, monkeypatch):
    settings.DEBUG = True
    case = make_case(author=supporter)
    client = client_of(supporter)
    client.raise_request_exception = False
    monkeypatch.setattr("cases.private_actions.check_limit", lambda *_: 1 / 0)

    page = client.post(reverse("cases:private", args=[case.pk]), SECRETS | {"delete_on": _in(30).isoformat()})

    assert page.status_code == 500
    assert not any(word in page.content.decode() for word in SECRETS.values())


def test_on_its_date_the_private_side_deletes_itself_with_the_daily_run(supporter):
    due, kept = _write(make_case(author=supporter)), _write(make_case(author=supporter))
    PrivateSide.objects.filter(pk=due.pk).update(delete_on=timezone.localdate())

    do_daily_work.func()

    assert list(PrivateSide.objects.all()) == [kept]
    assert delete_due_private_sides() == 0


def test_a_new_key_comes_first_the_old_one_still_opens_and_goes_after_resealing(supporter, settings):
    side = _write(make_case(author=supporter))
    old, new = settings.PRIVATE_KEYS[0], Fernet.generate_key().decode()
    settings.PRIVATE_KEYS = [new, old]
    assert side.facts.company_name == SECRETS["company_name"]

    call_command("reseal_private_sides", stdout=io.StringIO())
    settings.PRIVATE_KEYS = [new]

    side.refresh_from_db()
    assert side.facts.company_name == SECRETS["company_name"]
    settings.PRIVATE_KEYS = [old]
    with pytest.raises(InvalidToken):
        assert side.facts


def test_without_its_key_a_token_stays_shut(settings):
    token = seal("本文".encode())
    assert unseal(token).decode() == "本文"
    settings.PRIVATE_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(InvalidToken):
        unseal(token)


def test_a_wrong_key_stops_the_start_without_being_printed(monkeypatch):
    monkeypatch.setenv("BANSOU_PRIVATE_KEYS", f"{Fernet.generate_key().decode()},not-a-key")

    with pytest.raises(ImproperlyConfigured, match="entry 2 is not a key") as refusal:
        env.private_keys()
    assert "not-a-key" not in str(refusal.value)


def test_production_does_not_start_without_a_key_and_development_makes_one_for_good(monkeypatch, tmp_path):
    monkeypatch.delenv("BANSOU_PRIVATE_KEYS", raising=False)
    path = tmp_path / "var" / "private.key"

    with pytest.raises(ImproperlyConfigured, match="BANSOU_PRIVATE_KEYS is not set"):
        env.private_keys()
    made = env.private_keys(else_made_in=path)

    assert made == env.private_keys(else_made_in=path)
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]
