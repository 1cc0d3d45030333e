"""The lines of the table of events that are about people: the room of people lies below this one and tells of them by name alone."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.invitations import places_of
from accounts.models import BelongingRequest, Invitation, Membership, RequestState, User
from accounts.models.invitation import InvitationStatus
from accounts.models.membership import Ending
from bansou.notifications.events import Event, Letter, Line, Mail, Section, Teller, register, register_letters
from bansou.notifications.models import Occurrence
from bansou.notifications.row_teller import RowTeller

_EXPIRED = "所属の確認の期限が過ぎたため"


class _BelongingTeller(RowTeller[Membership]):
    """About a belonging of the person's own. `state` says what it must be now."""

    def __init__(self, event: Event, sentence: str, **state: Any) -> None:
        super().__init__(event)
        self.sentence, self.state = sentence, state

    def rows(self, person: User) -> QuerySet[Membership]:
        return Membership.objects.filter(user=person, **self.state).select_related("organisation")

    def words(self, row: Membership) -> str:
        return self.sentence.format(row.organisation)

    def address(self, row: Membership) -> str:
        return reverse("accounts:belonging")

    def context(self, occurrence: Occurrence, about: Membership) -> dict[str, Any]:
        reason = _EXPIRED if about.ended_because == Ending.EXPIRED else about.ended_reason
        return {"membership": about, "reason": reason}


class _BelongingRefused(RowTeller[BelongingRequest]):
    """Staff could not confirm where the person belongs."""

    def rows(self, person: User) -> QuerySet[BelongingRequest]:
        return BelongingRequest.objects.filter(user=person, state=RequestState.REFUSED).select_related("organisation")

    def words(self, row: BelongingRequest) -> str:
        return f"{row.where}への所属を確認できませんでした"

    def address(self, row: BelongingRequest) -> str:
        return reverse("accounts:belonging")

    def context(self, occurrence: Occurrence, about: BelongingRequest) -> dict[str, Any]:
        return {"request": about}


class _InvitationAccepted(Teller):
    """Somebody came by the person's invitation. What into is asked of the kinds, once for all."""

    event = Event(
        name="invitation_accepted",
        section=Section.ACCOUNT,
        words="あなたが招待した方が参加したとき",
        told="招待した方",
        letter="invitation_accepted",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """Not what is gone, nor where the guest left the site."""
        accepted = Invitation.objects.sent_by(person).filter(status=InvitationStatus.ACCEPTED, accepted_by__is_active=True)
        numbers = {occurrence.target_id for occurrence in occurrences}
        found = accepted.select_related("accepted_by").in_bulk(numbers)
        places = places_of(list(found.values()))
        return {
            occurrence.pk: (found[occurrence.target_id], places[occurrence.target_id])
            for occurrence in occurrences
            if places.get(occurrence.target_id)
        }

    def line(self, occurrence: Occurrence, about: tuple[Invitation, str]) -> Line:
        """Who came, and where to."""
        invitation, place = about
        guest = str(invitation.accepted_by)
        return Line(f"{guest} さんが、あなたの招待から「{place}」に参加しました", reverse("accounts:invitations"), who=guest)

    def context(self, occurrence: Occurrence, about: tuple[Invitation, str]) -> dict[str, Any]:
        invitation, place = about
        return {"guest": invitation.accepted_by, "place": place}


class _BelongingWaiting(Teller):
    """Requests to belong wait for staff. Counted when it is read, so that an empty queue is told to nobody."""

    event = Event(
        name="belonging_waiting",
        section=Section.DUTIES,
        words="所属の確認を待っている方がいるとき（1日に1回まで）",
        told="登録担当",
        letter="belonging_waiting",
    )

    def readable(self, person: User, occurrences: Sequence[Occurrence]) -> dict[int, Any]:
        """What waits now, for whoever may decide about it."""
        if not person.is_staff or not person.has_perm("accounts.change_belongingrequest"):
            return {}
        waiting = BelongingRequest.objects.waiting().order_by("asked_at")
        oldest = waiting.first()
        return dict.fromkeys((occurrence.pk for occurrence in occurrences), (waiting.count(), oldest)) if oldest else {}

    def line(self, occurrence: Occurrence, about: tuple[int, BelongingRequest]) -> Line:
        """How many, and the desk."""
        return Line(f"所属の確認を待っている方が{about[0]}人います", reverse("belonging-requests:index"))

    def context(self, occurrence: Occurrence, about: tuple[int, BelongingRequest]) -> dict[str, Any]:
        return {"count": about[0], "oldest": about[1]}


def _event(name: str, words: str, told: str, **values: Any) -> Event:
    return Event(name=name, section=Section.ACCOUNT, words=words, told=told, letter=name, **values)


TELLERS: tuple[Teller, ...] = (
    _BelongingTeller(
        _event("belonging_confirmed", "所属を確認したとき", "所属を確認した方"),
        "{}への所属を確認しました",
        ended_at=None,
        confirmed_at__isnull=False,
    ),
    _BelongingTeller(
        _event("belonging_ended", "所属が終わったとき", "所属していた方", choices=(Mail.AT_ONCE,)),
        "{}への所属が終わりました",
        ended_at__isnull=False,
    ),
    _BelongingRefused(
        _event("belonging_refused", "所属を確認できなかったとき", "所属の確認を申し込んだ方", choices=(Mail.AT_ONCE,))
    ),
    _InvitationAccepted(),
    _BelongingWaiting(),
)

LETTERS = tuple(
    Letter(name=name, section=Section.ACCOUNT, words=words, told=told)
    for name, words, told in (
        ("account/email", "登録・ログイン・パスワード・二段階認証の確認", "ご本人（入力されたメールアドレスの方）"),
        ("second_factor_removed", "二段階認証を外したお知らせ", "ご本人"),
        ("support_started", "事務局の職員が、代わりに操作を始めたお知らせ", "代わりの操作を頼んだ方"),
        ("my_data_ready", "あなたのデータをまとめたお知らせ", "データを申し込んだ方"),
        ("account_dormant", "登録を終わりにする前のお知らせ", "2年のあいだログインがない方"),
        ("account_closed", "退会の手続きが終わったお知らせ", "退会した方"),
        ("account_reopened", "退会を取り消したお知らせ", "退会を取り消した方"),
        ("belonging_ending", "所属を確かめる1年に一度のリンク", "所属の期限が近い方（確認に使ったメールアドレス）"),
        ("invitation", "招待のリンク", "招待されたメールアドレスの方"),
        ("address_check", "メールが届くようになったかの確認", "メールが届いていない方"),
    )
)


def connect() -> None:
    """Called once when the app is ready."""
    register(*TELLERS)
    register_letters(*LETTERS)
