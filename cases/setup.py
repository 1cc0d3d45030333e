"""What a new site needs before the first case: themes, the review workflow, samples. Idempotent."""

import datetime
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from accounts.models import User
from accounts.roles import REVIEWER
from bansou.images.actions import picture_from_upload
from cases.actions import approve_case
from cases.answers import Rows, write_answers
from cases.limits import QUESTIONS_AT_MOST, THEMES_AT_MOST
from cases.models import Case, CaseMember, CaseReviewTask, FollowUp, QuestionCard, Theme, WantedCase
from cases.models.follow_up import months_after
from cases.record import EPISODE_POINTERS, PLAIN_FIELDS, ROW_KINDS
from cases.statuses import FollowUpStatus, ReviewStep
from cases.vocabularies import CardSource, CardState

SAMPLES = Path(__file__).parent / "samples"
#: The cards with which the question bank begins: staff's own, not fictional.
QUESTIONS = Path(__file__).parent / "questions.toml"

#: Domain B6, in its order.
THEMES: tuple[tuple[str, str], ...] = (
    ("vision", "経営理念・ビジョン"),
    ("strategy", "事業戦略・新事業"),
    ("plan", "経営計画の策定と運用"),
    ("succession", "事業承継・後継者"),
    ("m-and-a", "M&A"),
    ("organisation", "組織体制・幹部育成"),
    ("hiring", "人材確保・定着"),
    ("training", "人材育成"),
    ("communication", "社内コミュニケーション・風土"),
    ("sales", "販路開拓・マーケティング"),
    ("product", "商品・サービス開発"),
    ("overseas", "海外展開"),
    ("productivity", "生産性向上・業務改善"),
    ("digital", "DX・IT活用"),
    ("investment", "設備投資"),
    ("finance", "財務・資金繰り"),
    ("pricing", "原価管理・価格転嫁"),
    ("turnaround", "経営改善・事業再生"),
    ("founding", "創業"),
    ("ip", "知財・技術"),
    ("green", "環境・GX・SDGs"),
    ("bcp", "BCP・災害対応"),
    ("partnership", "地域・取引先との連携"),
    ("other", "その他"),
)

#: Wishes of the samples: title, note, theme.
SAMPLE_WISHES = (
    ("値上げを取引先に切り出した事例（見本）", "長い付き合いの相手に、何から話したかを知りたい方へ。", "pricing"),
    ("きょうだいで経営を引き継いだ事例（見本）", "弟が社長になるとき、兄とどう話したかを知りたい方へ。", "succession"),
)


@transaction.atomic
def write_themes() -> None:
    """Add the themes that are not there yet; staff's changes stay."""
    for position, (slug, name) in enumerate(THEMES, start=1):
        Theme.objects.get_or_create(slug=slug, defaults={"name": name, "position": position * 10})


@transaction.atomic
def write_questions() -> None:
    """Add the cards of questions.toml that the bank does not have yet; staff's changes stay. Raises ValidationError with the card's code."""
    known = set(QuestionCard.objects.exclude(code=None).values_list("code", flat=True))
    for values in tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["cards"]:
        if values["code"] in known:
            continue
        card = QuestionCard(source=CardSource.STAFF, state=CardState.SHOWN, **values)
        try:
            card.full_clean()
        except Exception as error:
            error.add_note(f"in card {values['code']}")
            raise
        card.save()


@transaction.atomic
def write_review_workflow() -> Workflow:
    """One workflow for cases, its steps in their order, in the hands of the reviewers. What staff renamed stays."""
    workflow, _ = Workflow.objects.get_or_create(name="支援事例の審査")
    reviewers = Group.objects.filter(name=REVIEWER.name)
    for place, step in enumerate(ReviewStep):
        task, _ = CaseReviewTask.objects.get_or_create(step=step, defaults={"name": str(step.label)})
        task.groups.set(reviewers)
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": place})
    WorkflowContentType.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Case), defaults={"workflow": workflow}
    )
    return workflow


def load_samples(*, authors: dict[str, User], reviewer: User) -> int:
    """Publish the fictional cases of cases/samples/ through the real review, and put up the wishes. Returns how many cases were new."""
    made = 0
    for path in sorted(SAMPLES.glob("*.toml")):
        key = sample_key(path.stem)
        if Case.objects.filter(submission_key=key).exists():
            continue
        with transaction.atomic():
            try:
                _load_sample(tomllib.loads(path.read_text(encoding="utf-8")), key, authors=authors, reviewer=reviewer)
            except Exception as error:
                error.add_note(f"in {path.name}")
                raise
        made += 1
    for title, note, theme in SAMPLE_WISHES:
        WantedCase.objects.get_or_create(title=title, defaults={"note": note, "theme": Theme.objects.get(slug=theme)})
    return made


def sample_key(name: str) -> uuid.UUID:
    """By which the case of a file of samples/ is found again: its submission key."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"bansou:sample-case:{name}")


def _load_sample(sample: dict[str, Any], key: uuid.UUID, *, authors: dict[str, User], reviewer: User) -> None:
    author = authors[sample.pop("author")]
    published = _day(sample.pop("published"))
    rows: Rows = {name: sample.pop(name, []) for name in ROW_KINDS}
    team, follow_ups, keywords = sample.pop("team", []), sample.pop("follow_ups", []), sample.pop("keywords", [])
    case = Case(author=author, organisation=author.organisation, live=False, submission_key=key, is_sample=True)
    _prepare_rows(rows, key, author=author)
    write_answers(case, _answers(sample, rows["episodes"]), rows, by=author)
    _check(case)
    case.keywords.set(keywords)
    case.save()
    for values in team:
        _load_member(case, values, authors)
    for values in follow_ups:
        _load_follow_up(case, values)
    case.save_revision(user=author)
    # No letters for samples: the workflow runs without the submit action's mails.
    case.get_workflow().start(case, author)
    while not case.live:
        approve_case(case=case, by=reviewer)
        case.refresh_from_db()
    Case.objects.filter(pk=case.pk).update(first_published_at=published, last_published_at=published)


def _answers(sample: dict[str, Any], episodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The plain keys of a file as values of fields."""
    unknown = sample.keys() - set(PLAIN_FIELDS)
    if unknown:
        raise ValidationError(f"unknown keys: {', '.join(sorted(unknown))}")
    answers = dict(sample)
    for name in ("support_started", "support_ended"):
        answers[name] = _month(sample[name]) if sample.get(name) else None
    for name in ("first_themes", "real_themes"):
        answers[name] = _themes(sample.get(name, []))
    answers["used_questions"] = _cards(sample.get("used_questions", []))
    for name in EPISODE_POINTERS:
        answers[name] = _key_of(episodes, sample[name]) if name in sample else None
    return answers


def _prepare_rows(rows: Rows, key: uuid.UUID, *, author: User) -> None:
    """Dialogues get keys that stay the same however often the samples are loaded; figures their picture."""
    for number, row in enumerate(rows["episodes"], start=1):
        row["key"] = uuid.uuid5(key, str(number))
    for row in rows["figures"]:
        path = SAMPLES / "figures" / row.pop("file")
        upload = SimpleUploadedFile(path.name, path.read_bytes())
        row["picture"] = picture_from_upload(upload, title=path.stem, description=row["alt"], by=author)
    for name, kind in ROW_KINDS.items():
        known = {*kind.columns, kind.identity, "picture"}
        unknown = {column for row in rows[name] for column in row} - known
        if unknown:
            raise ValidationError(f"unknown keys in {name}: {', '.join(sorted(unknown))}")


def _check(case: Case) -> None:
    """Raise ValidationError where a text is too long or a code unknown; forms check what people write, this what files say."""
    case.full_clean(exclude=["latest_revision", "live_revision"])
    for name in ROW_KINDS:
        for row in getattr(case, name).all():
            row.full_clean(exclude=["case"], validate_unique=False, validate_constraints=False)


def _load_member(case: Case, values: dict[str, Any], authors: dict[str, User]) -> None:
    user = authors[values.pop("user")] if "user" in values else None
    if user and user.organisation:
        values.setdefault("organisation_type", user.organisation.organisation_type)
    _save_checked(CaseMember(case=case, user=user, **values))


def _load_follow_up(case: Case, values: dict[str, Any]) -> None:
    """As if it had been asked in time, answered in the month that it tells of, and published at that month's end."""
    if case.support_ended is None:
        raise ValidationError("follow_ups need support_ended")
    due = months_after(case.support_ended, values["months"])
    month = _month(values.pop("on"))
    if not due <= month <= months_after(due, 3):
        raise ValidationError(f"a follow-up after {values['months']} months tells of {due:%Y-%m} or of the three months after it")
    told = _day(months_after(month, 1).isoformat())
    _save_checked(
        FollowUp(
            case=case, author=case.author, status=FollowUpStatus.PUBLISHED, due_on=due, asked_on=due, month=month,
            submitted_at=told, published_at=told, edited_at=told,
            draft_text=values["text"], draft_self_running=values["self_running"], **values,
        )
    )  # fmt: skip


def _save_checked(row: CaseMember | FollowUp) -> None:
    row.full_clean()
    row.save()


def _themes(slugs: list[str]) -> list[Theme]:
    """The themes by their codes, in their own order."""
    found = list(Theme.objects.filter(slug__in=slugs))
    if len(found) != len(slugs) or len(slugs) > THEMES_AT_MOST:
        raise ValidationError(f"themes: {slugs}")
    return found


def _cards(codes: list[str]) -> list[QuestionCard]:
    """The cards of the question bank by their codes."""
    found = list(QuestionCard.objects.filter(code__in=codes))
    if len(found) != len(codes) or len(codes) > QUESTIONS_AT_MOST:
        unknown = set(codes) - {card.code for card in found}
        raise ValidationError(f"used_questions: {', '.join(sorted(unknown)) or codes}")
    return found


def _key_of(episodes: list[dict[str, Any]], number: int) -> uuid.UUID:
    if not 1 <= number <= len(episodes):
        raise ValidationError(f"there is no episode {number}")
    key: uuid.UUID = episodes[number - 1]["key"]
    return key


def _day(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(hour=10, tzinfo=timezone.get_current_timezone())


def _month(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{text}-01")
