"""Taking in a checked list of cases: keeping the file until it is confirmed, then all its drafts or none."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused
from bansou.notifications.actions import send_letter
from cases.actions import import_case
from cases.excel.checking import DraftToBe
from cases.models import Case, IntakeFile
from cases.models.intake import KEPT
from cases.permissions import check_can_import
from cases.tasks import drop_old_intake_file

#: Titles that a letter lists; the rest is counted.
_LISTED_IN_LETTER = 100


@transaction.atomic
def keep_intake_file(*, by: User, name: str, content: bytes) -> IntakeFile:
    """Keep a checked file until the person confirms it, in place of an earlier one. It is deleted after a day."""
    check_can_import(by)
    IntakeFile.objects.filter(person=by).delete()
    digest = hashlib.sha256(content).hexdigest()
    file = IntakeFile.objects.create(person=by, name=name[-200:], digest=digest, content=content)
    if drop_old_intake_file.get_backend().supports_defer:
        drop_old_intake_file.using(run_after=timezone.now() + KEPT).enqueue(file.pk)
    return file


@transaction.atomic
def import_drafts(*, by: User, digest: str, drafts: Sequence[DraftToBe]) -> list[Case]:
    """Make the drafts of the person's kept file, which `digest` names: all of them, or Refused and none. Each supporter gets one letter.

    The file is used up, so that a second press finds none.
    """
    check_can_import(by)
    file = IntakeFile.objects.select_for_update(skip_locked=True).waiting_for(by).filter(digest=digest).defer("content").first()
    if file is None:
        raise Refused("このファイルは、もう取り込んだか、いま取り込んでいるところです。「運営の記録」で結果を確かめてください。")
    made: dict[User, list[Case]] = defaultdict(list)
    for draft in drafts:
        try:
            case = import_case(
                by=by, author=draft.supporter, answers=draft.answers, rows=draft.rows, submission_key=draft.submission_key,
                source=f"ファイル「{file.name}」の受付番号「{draft.number}」",
            )  # fmt: skip
        except Refused as refusal:
            raise Refused(f"受付番号「{draft.number}」：{refusal.reason} どの事例も取り込んでいません。") from refusal
        made[draft.supporter].append(case)
    for supporter, cases in made.items():
        context = {"titles": [case.title for case in cases[:_LISTED_IN_LETTER]], "unlisted": len(cases[_LISTED_IN_LETTER:])}
        send_letter(to=supporter, template="cases_imported", context={"count": len(cases), **context})
    file.delete()
    return [case for cases in made.values() for case in cases]


def discard_intake_file(*, by: User) -> None:
    """Throw the person's kept file away."""
    IntakeFile.objects.filter(person=by).delete()
