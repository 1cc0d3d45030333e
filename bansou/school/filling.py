"""Fills the path with the lessons of lessons.toml. Idempotent; what staff changed stays."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from bansou.explainer.models import ExplainerPage
from bansou.explainer.texts import to_html
from bansou.school.models import FilledLesson, Lesson
from cases.models import QuestionCard

LESSONS = Path(__file__).parent / "lessons.toml"


@transaction.atomic
def write_lessons() -> None:
    """Add the lessons that are not there yet, and write anew those that nobody has touched since they were written.

    A lesson whose page or card is missing is written without it, and gets it the next time. Errors name the lesson.
    """
    entries = tomllib.loads(LESSONS.read_text(encoding="utf-8"))["lessons"]
    pages = {page.slug: page for page in ExplainerPage.objects.live().for_links()}
    cards = {card.code: card for card in QuestionCard.objects.shown().exclude(code=None)}
    memories = {memory.code: memory for memory in FilledLesson.objects.select_related("lesson")}
    for entry in entries:
        values = _values(entry, pages, cards)
        try:
            _write(entry["code"], values, memories.get(entry["code"]))
        except Exception as error:
            error.add_note(f"in lesson {entry['code']}")
            raise


def _values(entry: dict[str, Any], pages: dict[str, ExplainerPage], cards: dict[Any, QuestionCard]) -> dict[str, Any]:
    """The fields of the lesson."""
    own = {name: value for name, value in entry.items() if name not in ("code", "chapter", "question", "exercise")}
    return own | {
        "slug": entry["code"],
        "exercise": to_html(entry["exercise"]),
        "chapter_id": page.pk if (page := pages.get(entry["chapter"])) else None,
        "question_id": card.pk if (card := cards.get(entry["question"])) else None,
    }


def _write(code: str, values: dict[str, Any], memory: FilledLesson | None) -> None:
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    if memory is None:
        if Lesson.objects.filter(slug=code).exists():  # staff made a lesson of this address themselves
            return
        memory = FilledLesson(code=code, lesson=Lesson())
    elif memory.is_touched_by_staff or memory.digest == digest:
        return
    lesson = memory.lesson
    assert lesson is not None
    for name, value in values.items():
        setattr(lesson, name, value)
    lesson.full_clean(exclude=["latest_revision", "live_revision"])
    lesson.save()
    revision = lesson.save_revision(changed=True, log_action=False)
    revision.publish()
    memory.lesson, memory.revision, memory.digest = lesson, revision, digest
    memory.save()
