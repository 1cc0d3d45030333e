"""Nothing is published that living consents of everybody needed do not cover, whatever way is tried."""

import datetime
import itertools
import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Revision

from accounts.refusals import Refused, reason_against
from bansou.moderation.models import Decision
from bansou.operations.daily import do_daily_work
from cases.actions import approve_case
from cases.consent_actions import remind_of_ending
from cases.consents import check_is_covered, uncovered
from cases.models import Case, Consent, ConsentSheet
from cases.statuses import ReviewStep, Status
from cases.vocabularies import ConsentParty
from tests.factories import approve_all_steps, cover, decide_everything, fresh, hand_in, make_case, photo_with_gps, walk_case

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 4, 1)


def _typed(**changes):
    typed = {
        "party": "president", "needed": "needed", "scope": "anonymous", "method": "paper", "consented_on": TODAY.isoformat(),
        "submission_key": str(uuid.uuid4()),
    }  # fmt: skip
    return {name: value for name, value in (typed | changes).items() if value is not None}


def _consents(case: Case) -> str:
    return reverse("cases:consents", args=[case.pk])


def _in(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def uncovered_case(supporter) -> Case:
    return make_case(author=supporter, covered=False)


@pytest.fixture
def waiting(supporter, reviewer) -> Case:
    """Submitted while it was covered; then the president's consent was taken back."""
    case = make_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED)
    Consent.objects.filter(case=case, party="president").update(withdrawn_at=timezone.now())
    return fresh(case)


# -- the form ---------------------------------------------------------------------------------------------------------
def test_the_team_records_everybody_and_the_case_can_be_submitted(client_of, supporter, reviewer, uncovered_case):
    client = client_of(supporter)
    for party, changes in (
        ("president", {"expires_on": "2030-03-31"}),
        ("superior", {"needed": "not_needed", "note": "独立しているため"}),
        ("person", {"role_words": "前社長"}),
        ("partner", {"needed": "not_needed", "note": "同席した機関はない"}),
    ):
        assert reason_against(check_is_covered, uncovered_case)
        assert client.post(_consents(uncovered_case), _typed(party=party, **changes)).status_code == 302

    decide_everything(fresh(uncovered_case), by=supporter)
    client.post(reverse("cases:submit", args=[uncovered_case.pk]))

    assert fresh(uncovered_case).status == Status.SUBMITTED
    assert fresh(uncovered_case).covered_until == datetime.date(2030, 3, 31)
    president = Consent.objects.get(party="president")
    assert (president.version_id, president.recorded_by) == (uncovered_case.latest_revision_id, supporter)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"party": ""}, "どなたの同意ですか"),
        ({"needed": "not_needed", "note": "要らない"}, "経営者の同意は、いつも必要です"),
        ({"party": "superior", "needed": "not_needed", "note": ""}, "同意が要らない理由"),
        ({"scope": ""}, "同意の範囲を選んで"),
        ({"method": ""}, "方法を選んで"),
        ({"consented_on": ""}, "同意の日を入力"),
        ({"consented_on": "2999-01-01"}, "先の日付"),
        ({"expires_on": "2020-01-01"}, "同意の日より前"),
        ({"party": "person"}, "役割を書いて"),
        ({"method": "link"}, "一覧の中から"),
    ],
)
def test_a_gap_in_a_consent_is_named_and_nothing_is_lost(client_of, supporter, uncovered_case, changes, words):
    page = client_of(supporter).post(_consents(uncovered_case), _typed(note="のこしておく言葉") | changes)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Consent.objects.exists()


def test_the_same_form_sent_twice_records_one_consent(client_of, supporter, uncovered_case):
    sent = _typed()
    for _ in range(2):
        client_of(supporter).post(_consents(uncovered_case), sent)

    assert Consent.objects.count() == 1


def test_consents_are_the_teams_alone_and_staff_see_them_at_the_desk(
    client_of, supporter, other_supporter, member, reviewer, visitor
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED)
    address = _consents(case)

    assert [client_of(person).get(address).status_code for person in (supporter, other_supporter, member, reviewer)] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    assert visitor.get(address).status_code == 302
    desk = client_of(reviewer).get(reverse("wagtailsnippets_cases_case:edit", args=[case.pk])).content.decode()
    assert "同意と非公開の情報" in desk
    assert "実名公開まで" in desk
    assert reverse("cases:private", args=[case.pk]) in desk


def test_form_and_preview_say_whose_consent_is_missing_and_lead_there(client_of, supporter, uncovered_case):
    client = client_of(supporter)
    for address in (
        reverse("cases:edit", args=[uncovered_case.pk]),
        reverse("cases:preview", args=[uncovered_case.pk]),
        _consents(uncovered_case),
    ):
        page = client.get(address).content.decode()

        for party in ConsentParty:
            assert f"{_consents(uncovered_case)}?party={party.value}#record" in page, address
        assert "同意がまだ記録されていません" in page
    assert "審査に出す</button>" not in client.get(reverse("cases:preview", args=[uncovered_case.pk])).content.decode()


def test_a_named_case_can_be_chosen_in_the_form(client_of, supporter, uncovered_case):
    page = client_of(supporter).get(reverse("cases:edit", args=[uncovered_case.pk])).content.decode()

    assert 'value="named"' in page


# -- what covers ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("scope", "disclosure", "covers"),
    [
        ("members", "members", True), ("members", "anonymous", False), ("members", "named", False),
        ("anonymous", "members", True), ("anonymous", "anonymous", True), ("anonymous", "named", False),
        ("named", "members", True), ("named", "anonymous", True), ("named", "named", True),
    ],
)  # fmt: skip
def test_a_consent_covers_what_is_not_wider_than_itself(supporter, scope, disclosure, covers):
    case = make_case(author=supporter, disclosure=disclosure, covered=False)
    cover(case, scope=scope)

    assert (not uncovered(case)) == covers
    assert (fresh(case).covered_until is not None) == covers


def _rows() -> list[dict[str, object]]:
    """Kinds of rows of one person: none, withdrawn, over, too narrow, enough with and without an end, not needed, that withdrawn."""
    now, base = timezone.now(), {"is_needed": True, "method": "mail", "consented_on": TODAY}
    return [
        {},
        base | {"scope": "anonymous", "withdrawn_at": now},
        base | {"scope": "anonymous", "consented_on": _in(-9), "expires_on": _in(-1)},
        base | {"scope": "members"},
        base | {"scope": "anonymous", "consented_on": _in(-9), "expires_on": _in(0)},
        base | {"scope": "named"},
        {"is_needed": False, "note": "要らない"},
        {"is_needed": False, "note": "要らない", "withdrawn_at": now},
    ]


def test_the_database_and_the_code_agree_on_every_pair_of_rows_of_a_person(supporter):
    case = make_case(author=supporter, covered=False)
    cover(case)
    Consent.objects.filter(case=case, party="person").delete()
    for pair in itertools.product(_rows(), repeat=2):
        with transaction.atomic():
            for row in filter(None, pair):
                Consent.objects.create(
                    case=case, party="person", role_words="前社長", recorded_by=supporter, submission_key=uuid.uuid4(), **row
                )

            assert fresh(case).is_covered == (not uncovered(case)), pair
            transaction.set_rollback(True)


def test_a_consent_that_was_taken_back_is_replaced_by_a_new_one_or_by_not_needed(supporter):
    case = make_case(author=supporter)
    for party, again in (("president", {"is_needed": True, "method": "mail", "scope": "named", "consented_on": TODAY}),
                         ("person", {"is_needed": False, "note": "本文から外した"})):  # fmt: skip
        Consent.objects.filter(case=case, party=party).update(withdrawn_at=timezone.now())
        assert uncovered(case)
        Consent.objects.create(case=case, party=party, recorded_by=supporter, submission_key=uuid.uuid4(), **again)

        assert not uncovered(case)


def test_a_sample_needs_no_consent_and_a_new_case_has_none(supporter):
    assert not uncovered(make_case(author=supporter, covered=False, is_sample=True))
    assert len(uncovered(Case(disclosure="anonymous"))) == len(ConsentParty)


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_needed": False, "note": "要らない"},
        {"method": ""},
        {"scope": "everything"},
        {"party": "nobody"},
        {"party": "person"},
        {"role_words": "社長"},
        {"expires_on": TODAY - datetime.timedelta(days=1)},
        {"party": "superior", "is_needed": False, "method": "", "scope": "", "consented_on": None},
    ],
)
def test_the_database_refuses_a_consent_that_says_too_little_or_too_much(supporter, uncovered_case, wrong):
    right = {"party": "president", "method": "paper", "scope": "named", "consented_on": TODAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(case=uncovered_case, recorded_by=supporter, submission_key=uuid.uuid4(), **(right | wrong))


# -- every way to publish ---------------------------------------------------------------------------------------------
def test_the_site_does_not_submit_an_uncovered_case(client_of, supporter, uncovered_case):
    page = client_of(supporter).post(reverse("cases:submit", args=[uncovered_case.pk]), follow=True)

    assert "同意の記録がそろっていません" in page.content.decode()
    assert fresh(uncovered_case).status == Status.DRAFT


def test_no_approval_publishes_an_uncovered_case(client_of, reviewer, waiting):
    state = waiting.current_workflow_task_state
    address = reverse("wagtailsnippets_cases_case:workflow_action", args=[waiting.pk, "approve", state.pk])

    def approve_by_the_engine_alone() -> None:
        with transaction.atomic():
            for _ in ReviewStep:
                fresh(waiting).current_workflow_task_state.approve(user=reviewer)

    page = client_of(reviewer).post(address, follow=True)
    with pytest.raises(Refused):
        approve_case(case=waiting, by=reviewer)
    with pytest.raises(Refused):
        approve_by_the_engine_alone()

    assert "経営者：同意が取り消されています" in page.content.decode()
    assert fresh(waiting).status == Status.SUBMITTED


def test_the_admins_own_ways_publish_nothing(client_of, owner, waiting):
    client = client_of(owner)
    for name, sent in (
        ("edit", {"action-publish": "1"}),
        ("edit", {"action-publish": "1", "go_live_at": "2020-01-01 00:00"}),
        ("revisions_revert", {"action-publish": "1", "revision": waiting.latest_revision_id}),
    ):
        args = [waiting.pk, waiting.latest_revision_id] if name == "revisions_revert" else [waiting.pk]
        client.post(reverse(f"wagtailsnippets_cases_case:{name}", args=args), {"keywords": ""} | sent)

        assert not fresh(waiting).live, name


@pytest.mark.parametrize("as_whom", ["owner", "nobody"])
def test_wagtails_publish_is_refused_now_on_a_schedule_and_as_a_revert(owner, waiting, as_whom):
    user = owner if as_whom == "owner" else None
    revision = waiting.latest_revision
    later = waiting.get_latest_revision_as_object()
    later.go_live_at = timezone.now() + datetime.timedelta(days=1)
    scheduled = later.save_revision(clean=False)

    for publish in (
        lambda: revision.publish(user=user, skip_permission_checks=True),
        lambda: waiting.publish(revision, user=user, skip_permission_checks=True),
        lambda: scheduled.publish(user=user, skip_permission_checks=True),
        lambda: revision.publish(user=user, previous_revision=scheduled, skip_permission_checks=True),
    ):
        with pytest.raises(Refused, match="同意の記録がそろっていません"):
            publish()
    assert not fresh(waiting).live
    assert Revision.objects.get(pk=scheduled.pk).approved_go_live_at is None


def test_the_command_for_schedules_publishes_nothing_uncovered(waiting):
    Revision.objects.filter(pk=waiting.latest_revision_id).update(approved_go_live_at=timezone.now())

    with pytest.raises(Refused):
        call_command("publish_scheduled")

    assert not fresh(waiting).live


def test_behind_every_way_the_database_refuses(supporter, reviewer, uncovered_case):
    published = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    copy = fresh(published)
    copy.pk, copy.submission_key = None, uuid.uuid4()
    whole = Case.objects.filter(pk=uncovered_case.pk)

    for write in (
        lambda: whole.update(live=True),
        lambda: whole.update(live=True, covered_until=datetime.date(9999, 12, 31)),
        lambda: Case.objects.bulk_create([copy]),
        lambda: Case.objects.bulk_update([_set(fresh(uncovered_case), live=True)], ["live"]),
        lambda: _set(fresh(uncovered_case), live=True).save(),
        lambda: _execute("UPDATE cases_case SET live = true WHERE id = %s", [uncovered_case.pk]),
    ):
        with pytest.raises(IntegrityError, match="not covered by living consents"), transaction.atomic():
            write()


def test_the_database_refuses_a_wider_disclosure_than_was_agreed_to(supporter, reviewer):
    case = make_case(author=supporter, covered=False)
    cover(case, scope="anonymous")
    hand_in(case=case, by=supporter)
    approve_all_steps(case, by=reviewer)

    with pytest.raises(IntegrityError, match="not covered"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(disclosure="named")
    with pytest.raises(IntegrityError, match="not covered"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(disclosure="named", is_sample=False, last_published_at=timezone.now())
    assert fresh(case).disclosure == "anonymous"


def _set(case: Case, **values: object) -> Case:
    for name, value in values.items():
        setattr(case, name, value)
    return case


def _execute(sql: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_version_brings_back_no_coverage(supporter, reviewer):
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    content = case.latest_revision.content

    assert "covered_until" not in content
    assert "withdrawn_at" not in content
    assert case.latest_revision.as_object().covered_until == case.covered_until


# -- taking back and ending -------------------------------------------------------------------------------------------
def test_taking_back_a_consent_takes_the_published_case_out_of_sight(client_of, supporter, other_supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    consent = case.consents.get(party="president")
    address = reverse("cases:consent_withdraw", args=[case.pk, consent.pk])
    assert client_of(other_supporter).get(address).status_code == 404

    question = client_of(supporter).get(address)
    client_of(supporter).post(address, {"reason": "社長から申し出"})
    again = client_of(supporter).post(address, {"reason": "もう一度"})

    assert question.status_code == 200
    assert again.status_code == 404
    assert fresh(case).status == Status.WITHDRAWN
    assert visitor.get(case.get_absolute_url()).status_code == 410
    assert [decision.reason for decision in Decision.objects.about(case)] == ["経営者：社長から申し出"]


def test_staff_take_a_consent_back_and_the_author_is_told(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    consent = case.consents.get(party="president")

    response = client_of(reviewer).post(
        reverse("cases:consent_withdraw", args=[case.pk, consent.pk]), {"reason": "会社から電話があった"}
    )

    assert response.url == reverse("wagtailsnippets_cases_case:edit", args=[case.pk])
    [letter] = mail.outbox
    assert letter.to == [supporter.email]
    assert "会社から電話があった" in letter.body
    assert "公開は、すでに止まっています" in letter.body


def test_a_consent_of_a_draft_is_taken_back_without_further_ado(client_of, supporter):
    case = make_case(author=supporter)
    consent = case.consents.get(party="president")

    client_of(supporter).post(reverse("cases:consent_withdraw", args=[case.pk, consent.pk]), {"reason": "まちがい"})

    assert fresh(case).status == Status.DRAFT
    assert uncovered(case)


def test_when_the_last_day_has_passed_the_case_is_out_of_sight_by_itself(client_of, supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="期限つきの事例")
    Consent.objects.filter(case=case, party="president").update(expires_on=_in(0))
    assert visitor.get(case.get_absolute_url()).status_code == 200
    Consent.objects.filter(case=case, party="president").update(expires_on=_in(-1))

    assert fresh(case).status == Status.EXPIRED
    assert visitor.get(case.get_absolute_url()).status_code == 410
    assert "期限つきの事例" not in visitor.get("/cases/").content.decode()
    assert "同意の期限が切れています" in client_of(supporter).get(_consents(case)).content.decode()


def test_a_new_consent_brings_an_expired_case_back(client_of, supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.EXPIRED)

    client_of(supporter).post(_consents(case), _typed())

    assert fresh(case).status == Status.PUBLISHED
    assert visitor.get(case.get_absolute_url()).status_code == 200


def test_the_row_of_an_expired_case_may_still_be_written(supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.EXPIRED)

    Case.objects.filter(pk=case.pk).update(title="題名だけ")

    assert not fresh(case).is_published


def test_a_month_before_the_end_the_author_is_reminded_once(supporter, reviewer):
    near, far = (make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED) for _ in range(2))
    Consent.objects.filter(case=near, party="president").update(expires_on=_in(30))
    Consent.objects.filter(case=far, party="president").update(expires_on=_in(31))

    do_daily_work.func()

    [letter] = mail.outbox
    assert letter.to == [supporter.email]
    assert _consents(near) in letter.body
    assert remind_of_ending() == 0


# -- the scanned sheet ------------------------------------------------------------------------------------------------
PDF = b"%PDF-1.4\n% \xe5\x90\x8c\xe6\x84\x8f\xe6\x9b\xb8 sealed-word"


def _record_with(client, case, upload):
    return client.post(_consents(case), _typed() | {"sheet": upload})


def test_a_pdf_is_kept_sealed_and_only_handed_out_as_a_download(client_of, supporter, uncovered_case):
    client = client_of(supporter)
    _record_with(client, uncovered_case, SimpleUploadedFile("同意書.exe", PDF))
    sheet = ConsentSheet.objects.get()

    response = client.get(reverse("cases:consent_sheet", args=[uncovered_case.pk, sheet.consent_id]))

    assert b"sealed-word" not in bytes(sheet.sealed)
    assert response.content == PDF
    assert response["Content-Disposition"] == f'attachment; filename="consent-{sheet.consent_id}.pdf"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_photographed_sheet_is_written_anew_without_its_place(client_of, supporter, uncovered_case):
    import io

    client = client_of(supporter)
    _record_with(client, uncovered_case, photo_with_gps())

    response = client.get(reverse("cases:consent_sheet", args=[uncovered_case.pk, ConsentSheet.objects.get().consent_id]))

    assert response["Content-Type"] == "image/jpeg"
    assert not Image.open(io.BytesIO(response.content)).getexif()


@pytest.mark.parametrize("content", [b"MZ program", b"%PDF-" + b"x" * (5 * 2**20), b"<html>"])
def test_what_is_no_sheet_or_too_large_is_refused(client_of, supporter, uncovered_case, content):
    page = _record_with(
        client_of(supporter), uncovered_case, SimpleUploadedFile("a.pdf", content, content_type="application/pdf")
    )

    assert page.status_code == 422
    assert not Consent.objects.exists()


def test_a_sheet_opens_for_the_team_and_with_a_record_for_staff(client_of, supporter, other_supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED)
    _record_with(client_of(supporter), case, SimpleUploadedFile("a.pdf", PDF))
    address = reverse("cases:consent_sheet", args=[case.pk, ConsentSheet.objects.get().consent_id])
    without = reverse("cases:consent_sheet", args=[case.pk, case.consents.get(party="superior").pk])

    assert [client_of(person).get(address).status_code for person in (supporter, other_supporter, reviewer)] == [200, 404, 200]
    assert visitor.get(address).status_code == 302
    assert client_of(supporter).get(without).status_code == 404
    assert [decision.verb for decision in Decision.objects.about(case)] == ["同意書を見た"]


def test_what_is_sealed_about_consents_moves_to_a_new_key_too(client_of, supporter, uncovered_case, settings):
    import io

    from cryptography.fernet import Fernet

    client = client_of(supporter)
    _record_with(client, uncovered_case, SimpleUploadedFile("a.pdf", PDF))
    client.post(reverse("cases:president_sheets", args=[uncovered_case.pk]))
    settings.PRIVATE_KEYS = [Fernet.generate_key().decode(), *settings.PRIVATE_KEYS]

    call_command("reseal_private_sides", stdout=(told := io.StringIO()))
    settings.PRIVATE_KEYS = settings.PRIVATE_KEYS[:1]

    assert told.getvalue().strip() == "2"
    assert client.get(reverse("cases:consent_sheet", args=[uncovered_case.pk, Consent.objects.get().pk])).content == PDF
