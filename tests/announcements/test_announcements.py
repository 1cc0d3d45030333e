"""Staff announce: to the circle that they chose and to nobody else, on the site and by mail, now or later, and what is stopped is gone."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from accounts.actions import confirm_membership
from accounts.models import Membership, Organisation, User
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Block, Prefecture
from bansou.announcements.actions import (
    plan_announcement,
    send_due_announcements,
    stop_announcement,
    take_back_announcement,
    write_announcement,
)
from bansou.announcements.circles import Circle, people_in
from bansou.announcements.models import Announcement, State
from bansou.announcements.tellers import AnnouncementTeller
from bansou.moderation.models import Decision
from bansou.notifications.events import Mail
from bansou.notifications.models import EventChoice, Notice, OutgoingMail
from knowhow.models import Board

pytestmark = pytest.mark.django_db

DESK = "/admin/announcement-desk/"


def _told(announcement: Announcement) -> set[User]:
    return {notice.person for notice in Notice.objects.filter(thread=announcement.thread).select_related("person")}


def _mailed() -> set[str]:
    return {address for message in mail.outbox for address in message.to}


@pytest.fixture
def southerner(db) -> User:
    """Minami: a supporter in Kyushu."""
    user = User.objects.create_user("minami@example.jp", "pass-word-1234", display_name="みなみ")
    society = Organisation.objects.create(
        name="南見本商工会", organisation_type=OrganisationType.SOCIETY, prefecture=Prefecture.KUMAMOTO, is_verified=True
    )
    confirm_membership(user=user, organisation=society, by=None)
    return user


def test_everybody_hears_on_the_site_and_by_mail_each_once(announce, editor, supporter, member, reviewer):
    announcement = announce()

    assert _told(announcement) == {editor, supporter, member, reviewer}
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in _told(announcement))
    message = next(message for message in mail.outbox if message.to == [member.email])
    assert message.subject == "【伴走】年末年始の審査"
    assert "12月28日から1月4日まで、審査を休みます。" in message.body
    assert f"http://testserver/announcements/{announcement.pk}/" in message.body
    assert announcement.state == State.SENT
    assert send_due_announcements() == 0  # a second run sends nothing


@pytest.mark.parametrize(
    ("circle", "blocks", "names"),
    [
        (Circle.EVERYBODY, [], {"aoi", "ren", "emi", "nao", "minami"}),
        (Circle.EVERYBODY, [Block.KYUSHU], {"minami"}),
        (Circle.EVERYBODY, [Block.KYUSHU, Block.TOHOKU], {"minami", "aoi"}),
        (Circle.SUPPORTERS, [], {"aoi", "minami"}),
        (Circle.SUPPORTERS, [Block.TOHOKU], {"aoi"}),
        (Circle.HOSTS, [], {"ren"}),
        (Circle.STAFF, [], {"emi", "nao"}),
        (Circle.REVIEWERS, [], {"emi"}),
        (Circle.MODERATORS, [], {"emi"}),
        (Circle.EDITORS, [], {"nao"}),
    ],
)
def test_it_reaches_its_circle_and_nobody_else(
    announce, client_of, supporter, member, reviewer, editor, southerner, circle, blocks, names
):
    Board.objects.create(slug="hosted", name="板", purpose="話す。", audience="public", host=member)
    announcement = announce(circle=circle, blocks=blocks)
    people = {person.email.split("@")[0]: person for person in (supporter, member, reviewer, editor, southerner)}

    assert {person.email.split("@")[0] for person in _told(announcement)} == names
    assert {address.split("@")[0] for address in _mailed()} == names
    for name, person in people.items():  # what a circle is and who reads it are one thing
        assert client_of(person).get(announcement.get_absolute_url()).status_code == (200 if name in names else 404), name


def test_nobody_is_told_at_an_address_that_nobody_confirmed(member, supporter):
    EmailAddress.objects.create(user=member, email=member.email, verified=False, primary=True)

    assert set(people_in(Circle.EVERYBODY)) == {supporter}


def test_whoever_chose_no_mail_reads_it_on_the_site_alone(announce, member, supporter):
    EventChoice.objects.create(person=member, event="announcement", mail=Mail.NEVER)
    announcement = announce()

    assert member in _told(announcement)
    assert member.email not in _mailed()
    assert supporter.email in _mailed()


def test_staff_may_announce_without_mails(announce, member):
    announcement = announce(by_mail=False)

    assert member in _told(announcement)
    assert not mail.outbox
    assert not OutgoingMail.objects.exists()


def test_who_lost_the_circle_between_telling_and_sending_gets_nothing(announce, supporter, other_supporter, monkeypatch):
    monkeypatch.setattr("bansou.notifications.tasks.send_waiting", lambda: False)  # the mail server is away
    announcement = announce(circle=Circle.SUPPORTERS)
    Membership.objects.filter(user=supporter).update(ended_at=timezone.now())
    monkeypatch.undo()
    from bansou.notifications.actions import deliver_mail

    for waiting in OutgoingMail.objects.waiting():
        deliver_mail(waiting.pk)

    assert _mailed() == {other_supporter.email}
    supporter = User.objects.get(pk=supporter.pk)
    assert not Announcement.objects.visible_to(supporter).exists()
    told = Notice.objects.filter(thread=announcement.thread).first()
    assert AnnouncementTeller().readable(supporter, [told.occurrence]) == {}


def test_a_planned_one_leaves_at_its_moment_and_not_before(make_draft, editor, member):
    draft = make_draft()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    plan_announcement(by=editor, announcement=draft, at=tomorrow)

    assert send_due_announcements() == 0
    assert not Notice.objects.exists()
    draft.refresh_from_db()
    assert draft.state == State.PLANNED
    Announcement.objects.update(send_at=timezone.now() - datetime.timedelta(minutes=1))
    assert send_due_announcements() == 1
    assert member.email in _mailed()


def test_what_is_planned_can_be_taken_back_and_then_changed(make_draft, editor, client_of):
    draft = make_draft()
    plan_announcement(by=editor, announcement=draft, at=timezone.now() + datetime.timedelta(days=1))
    refused = client_of(editor).get(f"{DESK}{draft.pk}/edit/")
    take_back_announcement(by=editor, announcement=draft)
    write_announcement(by=editor, announcement=draft, title="書き直した題名", text="書き直した本文です。", circle="staff")

    assert "予約を取り消すと、書き直せます" in refused.content.decode()
    assert Announcement.objects.get().title == "書き直した題名"
    assert send_due_announcements() == 0


def test_what_was_sent_is_not_changed(announce, editor, client_of):
    announcement = announce()
    response = client_of(editor).post(
        f"{DESK}{announcement.pk}/edit/", {"title": "別の題名", "text": "別の本文です。", "circle": "staff"}
    )

    assert response.status_code == 403
    assert Announcement.objects.get().title == "年末年始の審査"


def test_a_stopped_one_is_gone_and_what_waits_never_leaves(announce, editor, member, client_of, monkeypatch):
    monkeypatch.setattr("bansou.notifications.tasks.send_waiting", lambda: False)
    announcement = announce(banner_until=timezone.now() + datetime.timedelta(days=1), for_visitors=True)
    monkeypatch.undo()
    reader = client_of(member)
    assert reader.get(announcement.get_absolute_url()).status_code == 200
    from bansou.notifications.actions import deliver_mail

    stop_announcement(by=editor, announcement=announcement, reason="日付を誤りました")
    for waiting in OutgoingMail.objects.waiting():
        deliver_mail(waiting.pk)

    assert reader.get(announcement.get_absolute_url()).status_code == 404
    assert not mail.outbox
    assert Decision.objects.latest("pk").reason == "日付を誤りました"


def test_a_stop_ends_the_telling_too(make_draft, editor, member):
    draft = make_draft()
    Announcement.objects.update(send_at=timezone.now(), sent_at=timezone.now(), stopped_at=timezone.now())
    draft.refresh_from_db()

    assert not draft.people().exists()
    assert send_due_announcements() == 0


def test_reading_its_page_is_reading_its_line(announce, member, client_of):
    announcement = announce()
    client_of(member).get(announcement.get_absolute_url())

    assert Notice.objects.of(member).unread().count() == 0


def test_visitors_read_only_what_is_for_them(announce, visitor):
    inner, outer = announce(title="会員への連絡"), announce(title="どなたにも", for_visitors=True)
    page = visitor.get("/announcements/").content.decode()

    assert visitor.get(inner.get_absolute_url()).status_code == 404
    assert visitor.get(outer.get_absolute_url()).status_code == 200
    assert "どなたにも" in page
    assert "会員への連絡" not in page


def test_the_desk_writes_shows_tries_and_sends(editor, member, client_of, django_capture_on_commit_callbacks):
    desk = client_of(editor)
    desk.post(f"{DESK}new/", {"title": "12月の勉強会", "text": "■ 日時\n12月5日です。", "circle": "everybody", "by_mail": "on"})
    draft = Announcement.objects.get()
    page = desk.get(f"{DESK}{draft.pk}/").content.decode()

    assert "<h3>日時</h3>" in page  # as on the site
    assert "件名：【伴走】12月の勉強会" in page
    assert "（いま2人）" in page
    desk.post(f"{DESK}{draft.pk}/", {"act": "try"})
    assert _mailed() == {editor.email}
    assert "（試し）" in mail.outbox[0].subject
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{DESK}{draft.pk}/", {"act": "plan", "plan-at": ""})
    assert _mailed() == {editor.email, member.email}
    page = desk.get(f"{DESK}{draft.pk}/").content.decode()
    assert "サイトで知らせた方：2人" in page
    assert "2通のうち2通を送信" in page
    assert "12月の勉強会" in desk.get(DESK).content.decode()
    assert Decision.objects.latest("pk").verb == "お知らせの送信を決めた"


def test_the_desk_plans_takes_back_and_stops(make_draft, editor, client_of):
    desk, draft = client_of(editor), make_draft()
    address = f"{DESK}{draft.pk}/"
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)

    desk.post(address, {"act": "plan", "plan-at": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    assert "状態：予約中" in desk.get(address).content.decode()
    desk.post(address, {"act": "take_back"})
    assert "状態：下書き" in desk.get(address).content.decode()
    assert desk.post(address, {"act": "plan", "plan-at": "2020-01-01T00:00"}).status_code == 422
    desk.post(address, {"act": "plan", "plan-at": ""})
    assert desk.post(address, {"act": "stop", "stop-reason": ""}).status_code == 422
    desk.post(address, {"act": "stop", "stop-reason": "日付を誤りました"})
    assert "状態：止めました" in desk.get(address).content.decode()
    assert desk.post(address, {"act": "stop", "stop-reason": "もう一度止めます"}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "「題名」を入力してください。"),
        ({"circle": "nobody"}, "一覧の中から選んでください"),
        ({"banner_until": "2020-01-01T00:00"}, "これからの日時"),
        ({"for_visitors": "on", "circle": "staff"}, "登録していない方にも見せるときは"),
        ({"for_visitors": "on", "blocks": ["block-kyushu"]}, "登録していない方にも見せるときは"),
    ],
)
def test_a_refused_form_says_why_and_keeps_the_text(editor, client_of, changes, words):
    typed = {"title": "題名です", "text": "消えては困る本文です。", "circle": "everybody", "by_mail": "on"}
    response = client_of(editor).post(f"{DESK}new/", typed | changes)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "消えては困る本文です。" in response.content.decode()
    assert not Announcement.objects.exists()


def test_an_empty_circle_and_a_banner_that_would_be_over_are_refused(make_draft, editor, client_of):
    empty = make_draft(circle=Circle.HOSTS)
    late = make_draft(banner_until=timezone.now() + datetime.timedelta(hours=1))
    desk = client_of(editor)
    after = timezone.localtime() + datetime.timedelta(hours=2)

    assert "この宛先に当たる方がいません" in desk.post(f"{DESK}{empty.pk}/", {"act": "plan"}).content.decode()
    assert (
        "期限を直してください"
        in desk.post(f"{DESK}{late.pk}/", {"act": "plan", "plan-at": f"{after:%Y-%m-%dT%H:%M}"}).content.decode()
    )
    assert not Notice.objects.exists()


def test_only_who_holds_the_right_announces(reviewer, supporter, client_of, make_draft):
    draft = make_draft()

    for person in (reviewer, supporter):
        for address in (DESK, f"{DESK}new/", f"{DESK}{draft.pk}/", f"{DESK}{draft.pk}/edit/"):
            assert client_of(person).get(address).status_code in (302, 403, 404), (person, address)
        assert client_of(person).post(f"{DESK}{draft.pk}/", {"act": "plan"}).status_code in (302, 403, 404)
    assert Announcement.objects.get().state == State.DRAFT


def test_reading_asks_the_same_at_one_and_at_many(announce, supporter, django_assert_num_queries):
    announcements = [announce(title=f"お知らせの{number}つめ") for number in range(4)]
    occurrences = [announcement.occurrence for announcement in announcements]

    for some in (occurrences[:1], occurrences):
        with django_assert_num_queries(1):
            assert len(AnnouncementTeller().readable(supporter, some)) == len(some)
