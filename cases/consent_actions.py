"""Every write about consent: record, take back, the links of the president and of the superior, reminders of what ends."""

import datetime
import mimetypes
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.forms.fields import is_pdf
from bansou.images.reencoding import reencode
from bansou.moderation.actions import record_decision
from bansou.moderation.limits import check_limit
from bansou.notifications.actions import send_letter_to_address, tell
from cases.actions import latest_version, take_out_of_sight
from cases.business_time import business_days_before
from cases.limits import CONSENT_REMINDED_DAYS, SUPERIOR_REMINDED_AFTER
from cases.models import Case, Consent, ConsentSheet, PresidentLink, SuperiorLink
from cases.permissions import check_can_ask_superior, check_can_open_sheet, check_can_record_consent, check_can_withdraw_consent
from cases.sealing import seal, unseal
from cases.statuses import SuperiorAnswer
from cases.vocabularies import COVERING, ConsentMethod, ConsentParty, ConsentScope

PRESIDENT = "経営者（確認リンク）"
SUPERIOR = "所属長（確認リンク）"
CALENDAR = "日付による自動の処理"
_PDF = "application/pdf"


@dataclass(frozen=True)
class OpenedSheet:
    """A scanned sheet in clear, on its way to one person."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def record_consent(
    *, case: Case, by: User, answers: dict[str, Any], sheet: "UploadedFile[bytes] | None", submission_key: uuid.UUID
) -> Consent:
    """Keep that somebody agreed to the latest version, or that his consent is not needed. `answers`: fields of Consent.

    Once more with the same `submission_key` gives what the first press recorded.
    """
    case = _locked(case)
    check_can_record_consent(by, case)
    recorded = Consent.objects.filter(submission_key=submission_key, case=case).first()
    if recorded:
        return recorded
    check_limit(by, "consent")
    version = case.latest_revision if answers["is_needed"] else None
    consent = Consent.objects.create(case=case, version=version, recorded_by=by, submission_key=submission_key, **answers)
    if sheet is not None:
        _keep_sheet(consent, sheet)
    return consent


def _keep_sheet(consent: Consent, upload: "UploadedFile[bytes]") -> None:
    """A picture is written anew, so that only pixels survive; a PDF stays as it is and is only ever handed out as a download."""
    stays = is_pdf(upload)
    source: File[bytes] = upload if stays else reencode(upload)
    content_type = _PDF if stays else mimetypes.guess_type(str(source.name))[0] or ""
    source.seek(0)
    ConsentSheet.objects.create(consent=consent, content_type=content_type, sealed=seal(source.read()))


@transaction.atomic
def open_sheet(*, consent: Consent, by: User) -> OpenedSheet | None:
    """The scanned sheet; None where there is none. That staff looked is recorded."""
    check_can_open_sheet(by, consent.case)
    sheet = ConsentSheet.objects.filter(consent=consent).first()
    if sheet is None:
        return None
    if not consent.case.is_team(by):
        record_decision(by=by, target=consent.case, verb="同意書を見た", reason=f"{consent.who}の同意書の確認")
    ending = sheet.content_type.rsplit("/")[-1]
    return OpenedSheet(f"consent-{consent.pk}.{ending}", sheet.content_type, unseal(sheet.sealed))


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User, reason: str) -> bool:
    """Take one consent back; returns whether the case went out of sight with it. Once more changes nothing."""
    case = _locked(consent.case)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    check_can_withdraw_consent(by, case)
    if consent.withdrawn_at is not None:
        return False
    check_limit(by, "consent")
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now())
    decision = record_decision(by=by, target=case, verb="同意を取り消した", reason=f"{consent.who}：{reason}")
    is_gone = _take_uncovered_out_of_sight(case, by=by)
    detail = {"decision": decision.pk, "consent": consent.pk, "is_gone": is_gone}
    tell("consent_withdrawn", target_id=case.pk, thread=case.thread, by=by, to=[case.author], detail=detail)
    return is_gone


def _take_uncovered_out_of_sight(case: Case, *, by: User | None) -> bool:
    case.refresh_from_db()
    case.forget_status()
    if not case.live or case.is_covered:
        return False
    take_out_of_sight(case, by=by)
    return True


# -- the president ----------------------------------------------------------------------------------------------------
@transaction.atomic
def president_link(*, case: Case, by: User, anew: bool = False) -> PresidentLink:
    """The link for the president's sheet; made where there is none. `anew`: the old one is dead from now on."""
    case = _locked(case)
    check_can_record_consent(by, case)
    link = PresidentLink.objects.filter(case=case, revoked_at=None, used_at=None).first()
    if link and anew:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
    if link and not anew:
        return link
    check_limit(by, "consent")
    link = PresidentLink(case=case, created_by=by).with_new_code()
    link.save()
    return link


@transaction.atomic
def withdraw_by_president(*, link: PresidentLink) -> None:
    """The president takes back whatever he agreed to: at once, without an account. Once more changes nothing."""
    case = _locked(link.case)
    link = PresidentLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not link.is_open:
        return
    now = timezone.now()
    link.used_at = now
    link.save(update_fields=["used_at"])
    case.consents.filter(party=ConsentParty.PRESIDENT, withdrawn_at=None).update(withdrawn_at=now)
    reason = "確認リンクから、公開の同意を取り消された"
    decision = record_decision(by=None, actor=PRESIDENT, target=case, verb="同意を取り消した", reason=reason)
    detail = {"decision": decision.pk, "is_gone": _take_uncovered_out_of_sight(case, by=None)}
    tell("consent_withdrawn", target_id=case.pk, thread=case.thread, to=_team_of(case), detail=detail)


# -- the superior -----------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_superior(*, case: Case, by: User, email: str, submission_key: uuid.UUID) -> SuperiorLink:
    """Mail the superior a link to the latest version; an earlier question that waits is replaced by this one."""
    case = _locked(case)
    sent_before = SuperiorLink.objects.filter(case=case, submission_key=submission_key).first()
    if sent_before:
        return sent_before
    check_can_ask_superior(by, latest_version(case))
    _open_questions(case).update(revoked_at=timezone.now())
    link = SuperiorLink(
        case=case, created_by=by, version=case.latest_revision, email=email, submission_key=submission_key
    ).with_new_code()
    link.save()
    check_limit(by, "superior")
    send_letter_to_address(email, template="superior_asked", context={"link": link, "asker": by})
    return link


@transaction.atomic
def revoke_superior_link(*, case: Case, by: User) -> None:
    """The question that waits is taken back: its link is dead."""
    case = _locked(case)
    check_can_record_consent(by, case)
    _open_questions(case).update(revoked_at=timezone.now())


@transaction.atomic
def answer_as_superior(*, link: SuperiorLink, says_yes: bool, words: str = "") -> SuperiorLink:
    """What the superior says to the version that he saw. A yes counts as his consent. Raises Refused where nobody waits for it."""
    case = _locked(link.case)
    link = SuperiorLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not link.is_open:
        raise Refused("この確認は、もう終わっているか、期限が過ぎています。")
    link.answer = SuperiorAnswer.YES if says_yes else SuperiorAnswer.CHANGES
    link.words, link.answered_at = words, timezone.now()
    link.save()
    if says_yes:
        shown = link.version.as_object().disclosure
        Consent.objects.create(
            case=case, party=ConsentParty.SUPERIOR, method=ConsentMethod.LINK, scope=_narrowest_scope(shown), version=link.version,
            consented_on=timezone.localdate(), note=words[:200], recorded_by=link.created_by, submission_key=uuid.uuid4(),
        )  # fmt: skip
    verb = "事例を確認した" if says_yes else "直してほしいと伝えた"
    record_decision(by=None, actor=SUPERIOR, target=case, verb=verb, reason=words or "確認リンクからの返事")
    tell("superior_answered", target_id=link.pk, thread=case.thread, to=[link.created_by])
    return link


def _narrowest_scope(disclosure: str) -> str:
    """The least that covers the disclosure: a yes to an anonymous case is none to a named one."""
    return next(scope for scope in ConsentScope.values if scope in COVERING[disclosure])


def remind_superiors(*, today: datetime.date | None = None) -> int:
    """Remind, once, those who have not answered for some business days; returns how many. For the daily run."""
    asked_by = business_days_before(today or timezone.localdate(), SUPERIOR_REMINDED_AFTER)
    reminded = 0
    for link in SuperiorLink.objects.filter(
        revoked_at=None, answer=SuperiorAnswer.WAITING, reminded_at=None, created_at__date__lte=asked_by
    ).select_related("case", "created_by"):
        with transaction.atomic():
            is_mine = SuperiorLink.objects.filter(pk=link.pk, reminded_at=None).update(reminded_at=timezone.now())
            if is_mine and link.is_open:
                send_letter_to_address(link.email, template="superior_reminded", context={"link": link, "asker": link.created_by})
                reminded += 1
    return reminded


# -- what ends --------------------------------------------------------------------------------------------------------
def remind_of_ending(*, today: datetime.date | None = None) -> int:
    """Tell the authors of published cases whose consents end within a month, once each; returns how many. For the daily run."""
    until = (today or timezone.localdate()) + datetime.timedelta(days=CONSENT_REMINDED_DAYS)
    reminded = 0
    for consent in Consent.objects.ending(on=until).select_related("case__author", "case__latest_revision"):
        with transaction.atomic():
            if Consent.objects.filter(pk=consent.pk, reminded_at=None).update(reminded_at=timezone.now()):
                tell("consent_ending", target_id=consent.pk, thread=consent.case.thread, to=[consent.case.author])
                reminded += 1
    return reminded


def _open_questions(case: Case) -> Any:
    return SuperiorLink.objects.filter(case=case, revoked_at=None, answer=SuperiorAnswer.WAITING)


def _team_of(case: Case) -> list[User]:
    """The people of the site who write the case."""
    return [case.author, *(member.user for member in case.team_members if member.user)]


def _locked(case: Case) -> Case:
    """One change at a time: consents, publication and withdrawal all hold the case's row."""
    locked: Case = Case.objects.select_for_update(of=("self",)).select_related("latest_revision", "author").get(pk=case.pk)
    return locked
