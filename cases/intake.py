"""Taking in a checked list of cases: keeping the file until it is confirmed, then all its drafts or none."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation.actions import record_decision
from bansou.notifications.actions import tell
from cases.answers import Rows, write_answers
from cases.models import Case, IntakeFile
from cases.models.intake import KEPT
from cases.permissions import check_can_import, check_can_write
from cases.record import ROW_KINDS
from cases.tasks import drop_old_intake_file


@dataclass(frozen=True)
class DraftToBe:
    """A checked case as its draft will be made; `number` is the sender's own. `answers` and `rows`: see answers.write_answers."""

    number: str
    supporter: User
    answers: dict[str, Any]
    rows: Rows

    @property
    def submission_key(self) -> uuid.UUID:
        """The same for the same case of the same person, so that a list that comes again makes nothing twice."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"bansou:intake:{self.supporter.pk}:{self.number}:{self.answers['title']}")

    @property
    def facts(self) -> list[str]:
        """What the preview says of the company."""
        case = Case(industry=self.answers["industry"], area=self.answers["area"], employee_band=self.answers["employee_band"])
        return case.card_facts


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
    cases = [_case(draft, by=by) for draft in drafts]
    _store(cases, by=by)
    made: dict[User, list[Case]] = defaultdict(list)
    for draft, case in zip(drafts, cases, strict=True):
        source = f"ファイル「{file.name}」の受付番号「{draft.number}」"
        record_decision(by=by, target=case, verb="下書きとして取り込んだ", reason=source)
        made[draft.supporter].append(case)
    for supporter, own in made.items():
        numbers = [case.pk for case in own]
        tell("cases_imported", target_id=numbers[0], thread=f"import:{numbers[0]}", to=[supporter], detail={"cases": numbers})
    file.delete()
    return cases


@transaction.atomic
def discard_intake_file(*, by: User) -> None:
    """Throw the person's kept file away."""
    IntakeFile.objects.filter(person=by).delete()


def _case(draft: DraftToBe, *, by: User) -> Case:
    """The draft in memory, with every kind of rows set, so that nothing of it is looked up in the database."""
    author = draft.supporter
    case = Case(author=author, organisation=author.organisation, live=False, submission_key=draft.submission_key)
    try:
        check_can_write(author)
        write_answers(case, draft.answers, {**{kind: [] for kind in ROW_KINDS}, **draft.rows}, by=by)
    except Refused as refusal:
        raise Refused(f"受付番号「{draft.number}」：{refusal.reason} どの事例も取り込んでいません。") from refusal
    case.case_keywords = []
    case.used_questions = []
    return case


def _store(cases: list[Case], *, by: User) -> None:
    """What `save` and `save_revision` do, for all cases in a few statements: one by one 500 of them take minutes."""
    Case.objects.bulk_create(cases)
    for name, kind in ROW_KINDS.items():
        rows = [(case, row) for case in cases for row in getattr(case, name).all()]
        for case, row in rows:
            row.case = case
        kind.model._default_manager.bulk_create([row for _, row in rows])
    for name in ("first_themes", "real_themes"):
        through = getattr(Case, name).through
        through.objects.bulk_create([through(case=case, theme=theme) for case in cases for theme in getattr(case, name).all()])
    content_type = ContentType.objects.get_for_model(Case)
    versions = [
        Revision(
            content_type=content_type, base_content_type=content_type, object_id=str(case.pk), user=by, object_str=str(case),
            created_at=timezone.now(), content=case.serializable_data(),
        )
        for case in cases
    ]  # fmt: skip
    Revision.objects.bulk_create(versions)
    for case, version in zip(cases, versions, strict=True):
        case.latest_revision, case.has_unpublished_changes = version, True
    Case.objects.bulk_update(cases, ["latest_revision", "has_unpublished_changes"])
