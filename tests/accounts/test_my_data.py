"""The file with everything of one person: complete, of nobody else, for him alone, for a week."""

import datetime
import io
import json
import re
import uuid
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.actions import close_account, drop_old_data_files, request_data_file, save_profile
from accounts.actions.profiles import ProfileTexts
from accounts.looks import record_look
from accounts.models import DataFile, User
from bansou.drafts.models import Draft
from bansou.images.actions import picture_from_upload
from bansou.moderation.actions import record_decision, report, tell
from bansou.moderation.models import Reason, Suspension
from bansou.text.markdown import render
from cases.models import CaseFigure, CaseWall, FollowUp, LocabenTrend, QuestionCard, ResultNumber, SourceNote, TeamInvitation
from cases.statuses import Status
from cases.vocabularies import LocabenItem, Trend
from knowhow.actions import open_clinic
from knowhow.models import (
    Board,
    Bookmark,
    Follow,
    PostPicture,
    PostVersion,
    QuestionReport,
    ReopeningRequest,
    Reply,
    Topic,
    Trial,
)
from tests.factories import complete_rows, make_case, photo_with_gps

pytestmark = pytest.mark.django_db

_WORD = re.compile(r"[a-z]+qz[0-9]+x")
_CASE_TEXTS = (
    "summary", "first_request", "situation_before", "real_issue", "issue_path", "behaviour_change", "self_running_evidence",
    "went_well", "went_badly", "next_time", "hesitated", "collaboration", "president_voice",
)  # fmt: skip


class Words:
    """Gives a word that stands nowhere else, and remembers it."""

    def __init__(self, who: str) -> None:
        self.who, self.given = who, []

    def __call__(self) -> str:
        self.given.append(f"{self.who}qz{len(self.given)}x")
        return f"言葉は{self.given[-1]}です。"


@pytest.fixture
def board():
    return Board.objects.create(slug="talk", name="会員の板", purpose="話す場所です。", audience="member")


def fill(person: User, words: Words, board: Board, reviewer: User) -> list[str]:
    """Have the person write in every room of the site; returns the addresses at which he finds it."""
    save_profile(
        by=person,
        texts=ProfileTexts(person.display_name, "full", qualifications=words(), words=words()),
        upload=photo_with_gps(),
    )
    topic = _post(Topic, person, words, board=board, kind="talk", title=f"題名{words()}")
    reply = _post(Reply, person, words, topic=topic)
    picture = PostPicture.objects.create(
        picture=picture_from_upload(photo_with_gps(), title="写真", description="", by=person),
        alt=words(), uploaded_by=person, topic=topic, unused_since=None,
    )  # fmt: skip
    now = timezone.now()
    PostVersion.objects.create(
        topic=topic, number=1, title=words(), body=words(), written_at=now, replaced_at=now, reason=words()
    )
    Topic.objects.filter(pk=topic.pk).update(edit_version=2, edited_at=now)
    Trial.objects.create(author=person, topic=topic, text=words())
    Reply.objects.filter(pk=reply.pk).update(solved_at=now, solved_by=person, thanks=words())
    Bookmark.objects.create(person=person, topic=topic, note=words())
    Follow.objects.create(person=person, topic=topic)
    ReopeningRequest.objects.create(topic=topic, author=person, reason=words())
    card = QuestionCard.objects.create(
        question=words(), inquiry="pure", walls=["see"], stage="notice", aim=words(), reaction=words(), not_when=words(),
        author=person, organisation=person.organisation, submission_key=uuid.uuid4(),
    )  # fmt: skip
    QuestionReport.objects.create(card=card, author=person, text=words())
    rows = complete_rows()
    for kind, fields in (("episodes", ("question", "reaction")), ("actions", ("what", "who")), ("points", ("heading", "text"))):
        for row in rows[kind]:
            for field in fields:
                setattr(row, field, words())
    rows["numbers"] = [ResultNumber(sort_order=0, indicator=words(), after=words())]
    rows["trends"] = [LocabenTrend(sort_order=0, item=LocabenItem.values[0], trend=Trend.values[0])]
    rows["sources"] = [SourceNote(sort_order=0, label=words(), url="https://example.jp/")]
    rows["walls"] = [CaseWall(sort_order=0, wall="see", height="high", outcome="passing", how_passed=words())]
    figure = picture_from_upload(photo_with_gps(), title="図", description="", by=person)
    rows["figures"] = [CaseFigure(sort_order=0, picture=figure, alt=words(), caption=words())]
    case = make_case(
        author=person,
        reviewer=reviewer,
        status=Status.PUBLISHED,
        title=words(),
        rows=rows,
        **{name: words() for name in _CASE_TEXTS},
    )
    FollowUp.objects.create(case=case, months=6, draft_text=words(), author=person)
    draft = make_case(author=person, title=words())
    TeamInvitation.objects.create(
        case=draft, email=f"{words.who}qz0x@example.jp", role="second", invited_by=person, token_hash=words.who,
        submission_key=uuid.uuid4(),
    )  # fmt: skip
    Draft.objects.create(
        person=person, place=f"reply:{topic.pk}", tab=uuid.uuid4(), sequence=int(now.timestamp() * 1000),
        fields=json.dumps([["body", words()]]), updated_at=now,
    )  # fmt: skip
    told = report(
        by=person, reason=Reason.objects.first(), text=words(), submission_key=uuid.uuid4(), target=None, address="/about/"
    )
    decision = record_decision(by=reviewer, target=reply, verb="非表示にした", reason=words())
    tell(person=person, decision=decision, target=reply)
    Suspension.objects.create(person=person, by=reviewer, reason=words(), lifted_at=now)
    record_look(by=reviewer, at=person, what="メールアドレス", reason=words())
    return [
        "/me/", "/me/profile/", "/me/notices/", reverse("knowhow:bookmarks"), reverse("knowhow:person", args=[person.pk]),
        topic.get_absolute_url(), topic.get_history_url(), reverse("knowhow:topic_edit", args=[topic.pk]), card.get_absolute_url(),
        case.get_absolute_url(), reverse("cases:mine"), reverse("cases:edit", args=[draft.pk]),
        reverse("cases:team", args=[draft.pk]), reverse("cases:follow_up", args=[case.pk, 6]),
        f"{reverse('moderation:receipt')}?number={told.number}", picture.get_absolute_url(),
    ]  # fmt: skip


def _post(model, person, words, **fields):
    body = words()
    return model.objects.create(
        author=person, organisation=person.organisation, body=body, body_html=render(body), submission_key=uuid.uuid4(), **fields
    )


def archive_of(person: User) -> zipfile.ZipFile:
    place = DataFile.objects.of(person)[0].place
    return zipfile.ZipFile(io.BytesIO(default_storage.open(place).read()))


def text_of_workbook(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value)


def test_the_file_holds_every_word_of_the_person_and_none_of_others(client_of, supporter, other_supporter, reviewer, board):
    own, others = Words("aoi"), Words("kaede")
    addresses = fill(supporter, own, board, reviewer)
    fill(other_supporter, others, board, reviewer)

    request_data_file(by=supporter)

    archive = archive_of(supporter)
    in_json = set(_WORD.findall(archive.read("my_data.json").decode()))
    in_sheets = set(_WORD.findall(text_of_workbook(archive.read("my_data.xlsx"))))
    assert set(own.given) <= in_json
    assert in_sheets == in_json
    assert not in_json & set(others.given)
    assert "kaede@" not in archive.read("my_data.json").decode()
    # What he finds by going round the site as himself is in it.
    client = client_of(supporter)
    crawled = set()
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        crawled |= set(_WORD.findall(b"".join(answer).decode(errors="ignore"))) if not answer.streaming else set()
    assert len(crawled) > 20
    assert crawled - set(others.given) <= in_json


#: Every column of our own that names a person: whether what it leads to is in his file, and otherwise why not.
NAMED = {
    **dict.fromkeys(
        (
            "accounts.BelongingRequest.user", "accounts.Invitation.accepted_by", "accounts.Invitation.invited_by",
            "accounts.SupportedSession.person",
            "accounts.Look.at", "accounts.Membership.user", "accounts.Profile.user", "cases.Case.author", "cases.CaseMember.user",
            "cases.Consent.recorded_by", "cases.FollowUp.author", "cases.KeptMark.by", "cases.QuestionCard.author",
            "cases.TeamInvitation.invited_by", "drafts.Draft.person", "images.SitePicture.uploaded_by_user", "knowhow.Bookmark.person",
            "knowhow.Follow.person", "knowhow.Helpful.author", "knowhow.PostPicture.uploaded_by", "knowhow.QuestionReport.author",
            "knowhow.ReopeningRequest.author", "knowhow.Reply.author", "knowhow.Reply.solved_by", "knowhow.Topic.author",
            "knowhow.Trial.author", "moderation.Notice.person", "moderation.Report.reporter", "moderation.Suspension.person",
            "school.SelfCheck.person",
            "school.Certificate.person", "school.LessonDone.person",
        ),
        "in the file",
    ),
    **dict.fromkeys(
        (
            "accounts.BelongingRequest.decided_by", "accounts.PeopleList.uploaded_by", "accounts.SupportedSession.by",
            "accounts.Look.by", "accounts.Membership.confirmed_by", "cases.Case.locked_by", "cases.FieldComment.written_by",
            "cases.IntakeFile.person", "cases.ReviewRound.claimed_by", "cases.ReviewerRegions.reviewer", "knowhow.PostVersion.hidden_by",
            "knowhow.Reply.hidden_by", "knowhow.Topic.hidden_by", "moderation.Decision.by", "moderation.Report.closed_by",
            "moderation.Suspension.by", "announcements.Announcement.made_by",
        ),
        "an act of staff in their office",
    ),
    **dict.fromkeys(
        (
            "accounts.Closing.user", "accounts.DormancyLetter.user", "accounts.DataFile.person", "accounts.SecondFactorOffer.user",
            "moderation.LimitCounter.person", "announcements.PutAside.person",
        ),
        "kept for days by the site about itself",
    ),
    **dict.fromkeys(
        (
            "notifications.EventChoice.person", "notifications.MailPreferences.person", "notifications.Notice.person",
            "notifications.Occurrence.by", "notifications.OutgoingMail.person", "notifications.Digest.person",
        ),
        "in the file, without words: tests/notifications/test_leaving.py",
    ),
    **dict.fromkeys(("knowhow.ReadingMark.person", "knowhow.AllRead.person", "cases.CheckTick.by"), "where he pressed, no words"),
    **dict.fromkeys(("knowhow.Mention.person", "knowhow.Follow.writer", "cases.TeamInvitation.accepted_by"), "an act of somebody else"),
    **dict.fromkeys(("cases.PresidentLink.created_by", "cases.SuperiorLink.created_by", "cases.PrivateSide.updated_by"), "sealed"),
    "school.ReadingAnswer.author": "in the file: tests/school/test_reading.py",
    "knowhow.Board.host": "the board's page says it to everybody",
}  # fmt: skip
_ROOMS = ("accounts", "announcements", "cases", "drafts", "images", "knowhow", "moderation", "notifications", "school")


def test_every_column_that_names_a_person_is_in_the_file_or_says_why_not():
    named = {
        f"{model._meta.label}.{field.name}"
        for room in _ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    }

    assert named == set(NAMED)


def test_the_pictures_of_the_person_are_in_the_file(supporter, reviewer, board):
    fill(supporter, Words("aoi"), board, reviewer)
    request_data_file(by=supporter)

    names = [name for name in archive_of(supporter).namelist() if name.startswith("pictures/")]

    assert len(names) == 3


def test_what_was_written_under_an_alias_is_in_ones_own_file_alone(supporter, other_supporter):
    texts = dict.fromkeys(("situation", "hesitation", "tried", "asked"), "どう話を続けるか迷っています。aliasqz1x")
    open_clinic(by=supporter, title="席を立つ社長の相談", texts=texts, submission_key=uuid.uuid4())
    for person in (supporter, other_supporter):
        request_data_file(by=person)

    found = ["aliasqz1x" in archive_of(person).read("my_data.json").decode() for person in (supporter, other_supporter)]

    assert found == [True, False]


def test_the_person_is_told_by_mail_and_takes_the_file_after_giving_the_password(client_of, supporter, other_supporter):
    EmailAddress.objects.create(user=supporter, email=supporter.email, verified=True, primary=True)
    client = client_of(supporter)
    client.post(reverse("accounts:data"))
    address = reverse("accounts:data_file", args=[DataFile.objects.get().pk])

    assert mail.outbox[-1].subject == "【伴走】データをまとめました"
    assert client.get(address).url.startswith("/accounts/reauthenticate/")
    client.post(reverse("account_reauthenticate"), {"password": "pass-word-1234"})
    assert client.get(address)["Content-Type"] == "application/zip"
    stranger = client_of(other_supporter)
    stranger.post(reverse("account_reauthenticate"), {"password": "pass-word-1234"})
    assert stranger.get(address).status_code == 404


def test_after_a_week_the_file_is_gone(client_of, supporter):
    request_data_file(by=supporter)
    file = DataFile.objects.get()
    later = timezone.now() + datetime.timedelta(days=7)

    assert drop_old_data_files() == 0
    assert drop_old_data_files(now=later) == 1
    assert not default_storage.exists(file.place)
    DataFile.objects.create(person=supporter, requested_at=timezone.now() - datetime.timedelta(days=8), ready_at=later, place="x")
    assert "受け取れるファイル" not in client_of(supporter).get(reverse("accounts:data")).content.decode()


def test_files_are_asked_for_three_times_a_day(client_of, supporter):
    client = client_of(supporter)

    assert [client.post(reverse("accounts:data")).status_code for _ in range(4)] == [302, 302, 302, 403]


def test_a_request_that_came_to_nothing_makes_room_after_an_hour(client_of, supporter):
    before = timezone.now() - datetime.timedelta(hours=2)
    DataFile.objects.create(person=supporter, requested_at=before)
    client = client_of(supporter)

    assert "データをまとめる" in client.get(reverse("accounts:data")).content.decode()
    client.post(reverse("accounts:data"))
    assert [file.can_be_taken for file in DataFile.objects.of(supporter)] == [True]


def test_nobody_loads_a_file_by_its_place(client_of, owner, supporter):
    request_data_file(by=supporter)

    assert client_of(owner).get(f"/media/{DataFile.objects.get().place}").status_code == 404


def test_a_file_goes_with_its_person(supporter):
    from accounts.actions import erase_closed

    request_data_file(by=supporter)
    place = DataFile.objects.get().place
    close_account(user=supporter, by=supporter)
    erase_closed(now=timezone.now() + datetime.timedelta(days=31))

    assert not DataFile.objects.exists()
    assert not default_storage.exists(place)
