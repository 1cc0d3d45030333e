"""The check of one version of a case: its texts, the marks in them, what of these is open, and the checklist."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import models

from accounts.refusals import Refused
from cases.anonymity.finder import find_marks
from cases.anonymity.spans import Span, folded
from cases.models import AllowedWord, Case, CheckTick, KeptMark, PrivateSide
from cases.models.private import PrivateFacts
from cases.record import FIELDS, ROW_KINDS, Step, step_of
from cases.vocabularies import CheckPoint, Disclosure, IdentifyingKind
from cases.wording import field_label

#: Whoever reads these must not learn which company it is.
_ANONYMOUS = frozenset({Disclosure.ANONYMOUS, Disclosure.MEMBERS})
#: What the rules find in the notes of a private side that would name somebody in a text too.
_NAMING = frozenset(
    {
        IdentifyingKind.PERSON,
        IdentifyingKind.COMPANY,
        IdentifyingKind.PRODUCT,
        IdentifyingKind.PLACE,
        IdentifyingKind.PHONE,
        IdentifyingKind.MAIL,
        IdentifyingKind.URL,
    }
)
#: A line such as 「山田太郎：前社長」 begins with the name.
_NAME_AHEAD = re.compile(r"^[^\s、。，,=＝:：・/／()（）「」…]+")


class TextPlace(NamedTuple):
    """A text of a version: a field of the case ("summary"), or of a row ("episodes.2.question", counted from 0)."""

    name: str
    label: str
    step: Step
    text: str
    #: Whether a word in it can be written over; an address of a source cannot be half an address.
    is_prose: bool


@dataclass(frozen=True)
class Mark:
    """Something found in a text of a version, as it is written there."""

    place: TextPlace
    kind: IdentifyingKind
    start: int
    end: int

    @property
    def text(self) -> str:
        """The marked words as typed."""
        return self.place.text[self.start : self.end]

    @cached_property
    def identity(self) -> tuple[str, str]:
        """By what a decision knows the mark again: its kind, and its words in their folded form."""
        return (self.kind.value, folded(self.text))


class Undecided(NamedTuple):
    """What of the check is still to be done before a case is submitted, in words, and where on the page of the check."""

    words: str
    anchor: str
    how_many: int


def texts_of(version: Case) -> Iterator[TextPlace]:
    """Every text that an author typed, in the order of the form; also what only supporters read."""
    for name in FIELDS:
        if text := _typed_text(version, name):
            yield TextPlace(name, field_label(Case, name), step_of(name), text, is_prose=True)
    for kind_name, kind in ROW_KINDS.items():
        for number, row in enumerate(getattr(version, kind_name).all()):
            for column in kind.columns:
                if text := _typed_text(row, column):
                    label = f"{kind.model._meta.verbose_name}{number + 1}　{field_label(kind.model, column)}"
                    is_prose = not isinstance(kind.model._meta.get_field(column), models.URLField)
                    yield TextPlace(f"{kind_name}.{number}.{column}", label, step_of(kind_name), text, is_prose)


def _typed_text(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return str(getattr(row, name) or "") if is_text else ""


def _words_of(facts: PrivateFacts) -> Iterator[str]:
    """The company's names and numbers, what the rules find among contacts and people, and how each line about a person begins: his name."""
    yield from filter(None, (facts.company_name, facts.corporate_number))
    for text in (facts.contacts, facts.people):
        yield from (text[span.start : span.end] for span in find_marks(text) if span.kind in _NAMING)
    for line in facts.people.splitlines():
        yield from _NAME_AHEAD.findall(line)[:1]


def marks_of(version: Case) -> list[Mark]:
    """All marks in the texts of the version, decided or not, in the order of the form. Two queries and the case's organisation.

    Its texts must not say what narrower circles know: the private side, and the name of the body that wrote it, which often has its town's.
    """
    places = list(texts_of(version))
    side = PrivateSide.objects.filter(case_id=version.pk).first() if version.pk else None
    body = (version.organisation.name,) if version.organisation else ()
    allowed = tuple(AllowedWord.objects.values_list("word", flat=True))
    # What was found is remembered by a fingerprint, as places and kinds alone: the memory of the process holds no text of a draft. The
    # private side is opened for a text that was not read before, never for a page that is looked at again.
    sealed = bytes(side.sealed) if side else b""
    parts = ([place[0::3] for place in places], body, sealed, sorted(allowed))
    key = f"anonymity:{hashlib.blake2b(repr(parts).encode('utf-8', 'replace')).hexdigest()}"
    found: list[list[Span]] | None = caches["pages"].get(key)
    if found is None:
        words = (*body, *(_words_of(side.facts) if side else ()))
        found = [find_marks(place.text, words=words, allowed=allowed) for place in places]
        caches["pages"].set(key, found, timeout=None)
    return [Mark(place, span.kind, span.start, span.end) for place, spans in zip(places, found, strict=True) for span in spans]


def kept_marks(case: Case) -> dict[tuple[str, str], KeptMark]:
    """What was decided to stay in the case, by its identity."""
    return {(kept.kind, kept.folded): kept for kept in KeptMark.objects.filter(case_id=case.pk).select_related("by")}


def open_marks(case_version: Case) -> list[Mark]:
    """The marks of the version about which nobody decided yet."""
    kept = kept_marks(case_version)
    return [mark for mark in marks_of(case_version) if mark.identity not in kept]


def ticks_of(case_version: Case) -> dict[str, CheckTick]:
    """What of the checklist somebody looked at in just this version, by point."""
    ticks = CheckTick.objects.filter(version_id=case_version.latest_revision_id).select_related("by")
    return {tick.point: tick for tick in ticks}


def is_anonymous(case_version: Case) -> bool:
    """Whether its readers must not learn which company it is."""
    return case_version.disclosure in _ANONYMOUS


def undecided(case_version: Case) -> list[Undecided]:
    """What is left of the check; nothing where the case is not meant to be anonymous."""
    if not is_anonymous(case_version):
        return []
    left = []
    if marks := open_marks(case_version):
        left.append(Undecided(f"会社が分かりそうな言葉（{len(marks)}か所）を、残すか置きかえるか決める", "marks", len(marks)))
    if unticked := len(CheckPoint) - len(ticks_of(case_version)):
        left.append(Undecided(f"確認リスト（あと{unticked}項目）", "checklist", unticked))
    return left


def check_is_decided(case_version: Case) -> None:
    """Refuse a version that is meant to be anonymous while a mark is open or a point of the checklist is not ticked."""
    left = undecided(case_version)
    if left:
        raise Refused(f"匿名化の確認が終わっていません：{'、'.join(entry.words for entry in left)}。")
