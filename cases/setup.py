"""What a new site needs before the first case: themes, the review workflow, samples. Idempotent."""

import datetime
import tomllib
import uuid
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from accounts.models import User
from accounts.roles import MODERATOR
from cases.actions import approve_case
from cases.models import Case, CaseReviewTask, CaseWall, Episode, Theme

SAMPLES = Path(__file__).parent / "samples"

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


@transaction.atomic
def write_themes() -> None:
    """Add the themes that are not there yet; staff's changes stay."""
    for position, (slug, name) in enumerate(THEMES, start=1):
        Theme.objects.get_or_create(slug=slug, defaults={"name": name, "position": position * 10})


@transaction.atomic
def write_review_workflow() -> Workflow:
    """One workflow of one task for cases, in the hands of the moderators."""
    task, _ = CaseReviewTask.objects.get_or_create(name="事例の確認")
    task.groups.set(Group.objects.filter(name=MODERATOR.name))
    workflow, _ = Workflow.objects.get_or_create(name="支援事例の審査")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowContentType.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Case), defaults={"workflow": workflow}
    )
    return workflow


def load_samples(*, authors: dict[str, User], reviewer: User) -> int:
    """Publish the fictional cases of cases/samples/ through the real review. Returns how many were new."""
    made = 0
    for path in sorted(SAMPLES.glob("*.toml")):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"bansou:sample-case:{path.stem}")
        if Case.objects.filter(submission_key=key).exists():
            continue
        with transaction.atomic():
            _load_sample(tomllib.loads(path.read_text(encoding="utf-8")), key, authors=authors, reviewer=reviewer)
        made += 1
    return made


def _load_sample(sample: dict[str, Any], key: uuid.UUID, *, authors: dict[str, User], reviewer: User) -> None:
    author = authors[sample.pop("author")]
    published = datetime.datetime.fromisoformat(sample.pop("published")).replace(hour=10, tzinfo=timezone.get_current_timezone())
    rows, walls, keywords = sample.pop("episodes"), sample.pop("walls"), sample.pop("keywords", [])
    themes = {name: sample.pop(name) for name in ("first_themes", "real_themes")}
    for name in ("support_started", "support_ended"):
        value = sample.get(name)
        sample[name] = datetime.date.fromisoformat(f"{value}-01") if value else None
    case = Case(author=author, organisation=author.organisation, live=False, submission_key=key, is_sample=True, **sample)
    for name, slugs in themes.items():
        setattr(case, name, list(Theme.objects.filter(slug__in=slugs)))
    case.walls = [CaseWall(wall=wall) for wall in walls]
    case.episodes = [Episode(sort_order=position, **row) for position, row in enumerate(rows)]
    case.keywords.set(keywords)
    case.save()
    case.save_revision(user=author)
    # No letters for samples: the workflow runs without the submit action's mails.
    case.get_workflow().start(case, author)
    approve_case(case=case, by=reviewer)
    Case.objects.filter(pk=case.pk).update(first_published_at=published, last_published_at=published)
