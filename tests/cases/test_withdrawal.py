"""A case is taken out of sight everywhere at once, can be brought back for thirty days, and is then erased."""

import datetime
import io
import uuid
import zipfile

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER
from bansou.drafts.models import Draft
from bansou.images.actions import picture_from_upload
from bansou.images.models import SitePicture
from bansou.moderation.actions import report
from bansou.moderation.models import Decision, Reason
from bansou.operations.daily import do_daily_work
from cases.actions import latest_version, withdraw_case
from cases.models import Case, Consent, ErasedCase, PrivateSide
from cases.models.private import PrivateFacts
from cases.permissions import check_can_restore
from cases.private_actions import write_private
from cases.statuses import Status
from cases.withdrawal_actions import erase_withdrawn
from tests.factories import fresh, make_case, make_full_case, photo_with_gps, walk_case

pytestmark = pytest.mark.django_db

#: Every address that tells of cases: a new one belongs here.
TELLING = (
    "/", "/cases/", "/cases/?wall=see", "/cases/?theme=sales", "/cases/map/", "/cases/changes/", "/walls/", "/walls/see/",
    "/search/?q=班長", "/sitemap.xml",
)  # fmt: skip


def _long_ago(case: Case, days: int = 30) -> None:
    Case.objects.filter(pk=case.pk).update(withdrawn_at=timezone.now() - datetime.timedelta(days=days, minutes=1))


def _sheet(client) -> str:
    """All words of the Excel file."""
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get("/cases/export.xlsx").streaming_content))) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def test_a_withdrawn_case_is_410_and_in_no_list_count_or_file(client_of, supporter, other_supporter, member, reviewer, visitor):
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="とっておきの題名")
    beside = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="となりの事例")
    readers = [visitor, client_of(member), client_of(other_supporter)]
    others = (*TELLING, beside.get_absolute_url(), f"/cases/compare/?id={case.pk}&id={beside.pk}")
    known = {address for address in others if "とっておきの題名" in visitor.get(address).content.decode()}
    assert {"/", "/cases/", "/walls/see/", beside.get_absolute_url()} <= known
    for reader in readers:  # whatever remembers parts of pages remembers them now
        assert reader.get(case.get_absolute_url()).status_code == 200
        assert "とっておきの題名" in _sheet(reader)
        for address in others:
            reader.get(address)

    withdraw_case(case=case, by=supporter, reason="会社から申し出")

    for reader in readers:
        gone = reader.get(case.get_absolute_url())
        assert gone.status_code == 410
        assert "no-store" in gone["Cache-Control"]
        assert "とっておきの題名" not in gone.content.decode() + _sheet(reader)
        for address in others:
            page = reader.get(address).content.decode()
            assert "とっておきの題名" not in page, address
            assert case.get_absolute_url() not in page, address
    assert client_of(supporter).get(case.get_absolute_url()).url == reverse("cases:preview", args=[case.pk])


def test_what_was_only_for_supporters_is_410_for_them_and_never_was_for_others(
    client_of, supporter, other_supporter, reviewer, visitor
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN, disclosure="members")

    assert visitor.get(case.get_absolute_url()).status_code == 404
    assert client_of(other_supporter).get(case.get_absolute_url()).status_code == 410


def test_a_draft_that_nobody_ever_read_is_not_410(visitor, supporter):
    assert visitor.get(make_case(author=supporter).get_absolute_url()).status_code == 404


def test_the_author_learns_why_staff_withdrew_his_case_and_until_when_it_is_kept(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    client_of(reviewer).post(reverse("cases:withdraw", args=[case.pk]), {"reason": "会社から申し出がありました"})

    [letter] = mail.outbox
    assert letter.to == [supporter.email]
    assert "会社から申し出がありました" in letter.body
    assert "まで残ります" in letter.body
    assert [decision.verb for decision in Decision.objects.about(case)] == ["公開をやめた"]


@pytest.mark.parametrize(("role", "may"), [(REVIEWER, True), (MODERATOR, True), (EDITOR, False), (REGISTRAR, False)])
def test_reviewers_and_moderators_withdraw_a_case_and_other_staff_do_not(role, may, client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    person = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=person, roles=[role], by=None)

    answer = client_of(person).post(reverse("cases:withdraw", args=[case.pk]), {"reason": "会社から申し出がありました"})

    assert answer.status_code == (302 if may else 403)
    assert fresh(case).live is not may


def test_a_reported_case_is_withdrawn_from_the_queue(client_of, supporter, other_supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    reason = Reason.objects.offered("report")[0]
    entry = report(by=other_supporter, reason=reason, text="社名が分かります。", target=case, submission_key=uuid.uuid4())

    client_of(reviewer).post(reverse("reports:edit", args=[entry.pk]), {"act": "withdraw", "words": "社名が分かるためです。"})

    assert fresh(case).withdrawn_at
    assert {letter.to[0] for letter in mail.outbox} == {
        supporter.email,
        other_supporter.email,
    }  # whoever wrote it, and whoever reported it


@pytest.mark.parametrize("before", [Status.PUBLISHED, Status.REVISING, Status.REVISION_SUBMITTED])
def test_staff_bring_a_case_back_as_readers_knew_it(client_of, supporter, reviewer, visitor, before):
    case = make_case(author=supporter, reviewer=reviewer, status=before)
    told, live = case.title, case.live_revision_id
    withdraw_case(case=case, by=supporter, reason="相談のため")
    client, address = client_of(reviewer), reverse("cases:restore", args=[case.pk])

    question = client.get(address)
    client.post(address, {"reason": "まちがいだったため"})

    assert question.status_code == 200
    back = fresh(case)
    # The review of a newer version has ended; the version itself is still there.
    assert back.status == (Status.PUBLISHED if before == Status.PUBLISHED else Status.REVISING)
    assert (back.title, back.live_revision_id) == (told, live)
    assert visitor.get(case.get_absolute_url()).status_code == 200
    assert Decision.objects.about(case).first().reason == "まちがいだったため"
    assert mail.outbox[-1].to == [supporter.email]


def test_a_case_whose_consent_is_gone_is_not_brought_back(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN)
    Consent.objects.filter(case=case, party="president").update(withdrawn_at=timezone.now())
    client, address = client_of(reviewer), reverse("cases:restore", args=[case.pk])

    assert "同意が取り消されています" in client.get(address).content.decode()
    assert client.post(address, {"reason": "戻したい"}).status_code == 403
    with pytest.raises(IntegrityError, match="not covered"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(live=True, withdrawn_at=None)


def test_only_reviewers_bring_back_and_only_what_was_withdrawn(client_of, supporter, other_supporter, reviewer, visitor):
    from accounts.refusals import reason_against

    withdrawn = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN)
    published = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    for client in (visitor, client_of(supporter), client_of(other_supporter)):
        assert client.get(reverse("cases:restore", args=[withdrawn.pk])).status_code == 404
    assert client_of(reviewer).get(reverse("cases:restore", args=[published.pk])).status_code == 404
    assert "取り下げた事例だけ" in reason_against(check_can_restore, reviewer, published)
    assert "審査担当" in reason_against(check_can_restore, supporter, withdrawn)


def test_an_own_reviewers_restoration_sends_no_letter_to_himself(reviewer, society):
    from accounts.actions import confirm_membership
    from cases.withdrawal_actions import restore_case

    confirm_membership(user=reviewer, organisation=society, by=None)
    case = make_case(author=reviewer, reviewer=reviewer, status=Status.WITHDRAWN)

    restore_case(case=case, by=reviewer, reason="まちがい")

    assert mail.outbox == []


@pytest.mark.parametrize("before", [Status.PUBLISHED, Status.REVISING])
def test_the_author_makes_a_withdrawn_case_a_draft_again(client_of, supporter, reviewer, visitor, before):
    case = make_case(author=supporter, reviewer=reviewer, status=before)
    written = latest_version(case).title
    withdraw_case(case=case, by=supporter, reason="書き直します")
    client = client_of(supporter)
    assert "下書きに戻す" in client.get(reverse("cases:preview", args=[case.pk])).content.decode()

    client.post(reverse("cases:reopen", args=[case.pk]))

    draft = fresh(case)
    assert draft.status == Status.DRAFT
    assert draft.title == written  # a draft's row is its latest version
    assert client.get(reverse("cases:edit", args=[case.pk])).status_code == 200
    assert visitor.get(case.get_absolute_url()).status_code == 410


def test_after_the_presidents_no_there_is_no_draft_either(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN)
    Consent.objects.filter(case=case, party="president").update(withdrawn_at=timezone.now())

    page = client_of(supporter).post(reverse("cases:reopen", args=[case.pk]))

    assert page.status_code == 403
    assert "経営者の同意が取り消されている" in page.content.decode()


def test_staff_see_a_withdrawn_case_at_the_desk_with_the_way_back(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN)

    desk = client_of(reviewer).get(reverse("wagtailsnippets_cases_case:edit", args=[case.pk]))

    assert reverse("cases:restore", args=[case.pk]) in desk.content.decode()


def test_nothing_withdrawn_is_live(supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    with pytest.raises(IntegrityError, match="withdrawn_case_is_not_live"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(withdrawn_at=timezone.now())
    withdraw_case(case=case, by=supporter, reason="相談のため")
    from accounts.refusals import Refused

    with pytest.raises(Refused, match="取り下げられています"):
        fresh(case).latest_revision.publish(skip_permission_checks=True)


# -- the end ----------------------------------------------------------------------------------------------------------
def test_after_thirty_days_everything_is_erased_but_the_record_of_decisions(supporter, reviewer, visitor, client_of):
    full = make_full_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    case = full.case
    shared = picture_from_upload(photo_with_gps(), title="ほかでも使う写真", description="机", by=supporter)
    version = latest_version(case)
    version.picture = shared
    version.save_revision(user=supporter, clean=False)
    other = make_case(author=supporter, picture=shared, picture_alt="机")
    write_private(
        case=case,
        by=supporter,
        facts=PrivateFacts(company_name="qzxprivate"),
        delete_on=timezone.localdate() + datetime.timedelta(9),
    )
    Draft.objects.create(
        person=supporter, place=f"case:{case.pk}:basics", tab=uuid.uuid4(), sequence=1, fields="[]", updated_at=timezone.now()
    )
    withdraw_case(case=fresh(case), by=supporter, reason="会社から申し出")
    _long_ago(case, days=29)
    assert erase_withdrawn() == 0
    _long_ago(case)

    do_daily_work.func()

    assert not Case.objects.filter(pk=case.pk).exists()
    assert (visitor.get(case.get_absolute_url()).status_code, Case.objects.get()) == (410, other)
    assert [decision.verb for decision in Decision.objects.filter(object_id=case.pk).order_by("pk")] == [
        "公開をやめた",
        "内容を消した",
    ]
    assert not PrivateSide.objects.exists()
    assert not Draft.objects.exists()
    assert not Revision.objects.filter(object_id=str(case.pk), content_type=case.get_content_type()).exists()
    assert not WorkflowState.objects.filter(object_id=str(case.pk)).exists()
    assert not TaskState.objects.exists()
    assert not ModelLogEntry.objects.filter(object_id=str(case.pk), content_type=case.get_content_type()).exists()
    assert list(SitePicture.objects.all()) == [shared]
    assert client_of(supporter).get(reverse("cases:preview", args=[case.pk])).status_code == 404
    words = {word for key, word in full.words.items() if key != "case.title"}  # which the decision names
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of our own tables
            content = cursor.fetchone()[0] or ""
            assert not [word for word in words if word in content], table
    assert erase_withdrawn() == 0
    assert not ReferenceIndex.objects.filter(object_id=str(case.pk), base_content_type=case.get_base_content_type()).exists()


def test_the_files_of_erased_pictures_leave_the_disk(supporter, django_capture_on_commit_callbacks):
    picture = picture_from_upload(photo_with_gps(), title="写真", description="机", by=supporter)
    case = make_case(author=supporter, picture=picture, picture_alt="机", is_sample=True)
    rendition = picture.get_rendition("width-400")
    Case.objects.filter(pk=case.pk).update(withdrawn_at=timezone.now())
    _long_ago(case)

    with django_capture_on_commit_callbacks(execute=True):
        erase_withdrawn()

    assert not default_storage.exists(picture.file.name)
    assert not default_storage.exists(rendition.file.name)
    assert ErasedCase.objects.get().number == case.pk


def test_two_erasing_runs_erase_once(supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN)
    _long_ago(case)

    assert (erase_withdrawn(), erase_withdrawn()) == (1, 0)
    from cases.withdrawal_actions import _erase

    assert not _erase(case.pk, timezone.now())


def test_an_erased_case_was_never_there_for_whom_it_was_not_meant(client_of, supporter, other_supporter, reviewer, visitor):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.WITHDRAWN, disclosure="members")
    _long_ago(case)
    erase_withdrawn()

    assert visitor.get(case.get_absolute_url()).status_code == 404
    assert client_of(other_supporter).get(case.get_absolute_url()).status_code == 410
