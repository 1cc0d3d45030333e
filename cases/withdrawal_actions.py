"""What becomes of a case that was taken out of sight: brought back, made a draft again, or erased after its days."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from accounts.models import User
from bansou.drafts.models import Draft
from bansou.images.models import SitePicture
from bansou.moderation.actions import record_decision
from bansou.notifications.actions import tell
from cases.actions import latest_version
from cases.consent_actions import CALENDAR
from cases.limits import WITHDRAWN_DAYS
from cases.models import Case, CaseFigure, ErasedCase
from cases.permissions import check_can_reopen, check_can_restore


@transaction.atomic
def restore_case(*, case: Case, by: User, reason: str) -> None:
    """Staff bring a withdrawn case back as readers knew it, as long as the consents cover it; what waited unpublished is still there."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_restore(by, case)
    case.withdrawn_at, case.live = None, True
    case.save(update_fields=["withdrawn_at", "live"])
    case.forget_status()
    decision = record_decision(by=by, target=case, verb="取り下げから元に戻した", reason=reason)
    tell("case_restored", target_id=case.pk, thread=case.thread, by=by, to=[case.author], detail={"decision": decision.pk})


@transaction.atomic
def reopen_case(*, case: Case, by: User) -> None:
    """The author makes a withdrawn case a draft of his again, with what was written last."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_can_reopen(by, case)
    draft = latest_version(case)
    draft.withdrawn_at, draft.live_revision, draft.has_unpublished_changes = None, None, True
    draft.save()
    record_decision(by=by, target=case, verb="下書きに戻した", reason="書いた人が書き直すため")


def erase_withdrawn(*, now: datetime.datetime | None = None) -> int:
    """Erase the cases that were withdrawn for their days; returns how many. For the daily run."""
    due = (now or timezone.now()) - datetime.timedelta(days=WITHDRAWN_DAYS)
    numbers = list(Case.objects.withdrawn().filter(withdrawn_at__lte=due).values_list("pk", flat=True))
    return sum(_erase(number, due) for number in numbers)


@transaction.atomic
def _erase(number: int, due: datetime.datetime) -> bool:
    """Content, versions, pictures, private side, consents, drafts and Wagtail's log of the case. The record of decisions stays."""
    case = Case.objects.withdrawn().select_for_update(of=("self",)).filter(pk=number, withdrawn_at__lte=due).first()
    if case is None:
        return False
    reason = f"取り下げから{WITHDRAWN_DAYS}日が過ぎた"
    record_decision(by=None, actor=CALENDAR, target=case, verb="内容を消した", reason=reason)
    ErasedCase.objects.create(number=case.pk, disclosure=case.disclosure)
    pictures = _pictures_of(case)
    Draft.objects.filter(place__startswith=f"case:{case.pk}:").delete()
    ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Case), object_id=str(case.pk)).delete()
    case.delete()
    for picture in SitePicture.objects.filter(pk__in=pictures):
        if not _is_used(picture):
            picture.delete()
    return True


def _pictures_of(case: Case) -> set[int]:
    """The pictures of all its versions."""
    pictures = {case.picture_id, *case.figures.values_list("picture_id", flat=True)}
    for content in case.revisions.values_list("content", flat=True):
        pictures |= {content.get("picture"), *(row["picture"] for row in content.get("figures", []))}
    return {number for number in pictures if number}


def _is_used(picture: SitePicture) -> bool:
    """Whether another case has it, in whatever version."""
    return (
        Case.objects.filter(picture=picture).exists()
        or CaseFigure.objects.filter(picture=picture).exists()
        or Revision.objects.filter(content__picture=picture.pk).exists()
        or Revision.objects.filter(content__figures__contains=[{"picture": picture.pk}]).exists()
    )
