"""A version of a case beside the one before it, field by field, with what changed marked."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from cases.models import Case

# Japanese has no spaces: compare runs of one kind of character, so that marks fall on words rather than on letters.
_PIECES = re.compile(r"[一-龠々〆]+|[ぁ-ん]+|[ァ-ヴー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|\s|.", re.DOTALL)

#: The fields that a reader sees as text, in the order of the page.
_FIELDS = (
    "title", "summary", "disclosure", "display_name", "industry", "industry_note", "area", "employee_band", "founded_decade",
    "period", "meetings_count", "support_format", "trigger", "first_request", "first_themes", "situation_before", "walls",
    "real_issue", "real_themes", "picture_alt",
)  # fmt: skip
_LABELS = {"period": "支援の期間", "walls": "立ちはだかった壁"}


@dataclass(frozen=True)
class Row:
    """One field of both versions; `before` and `after` are safe HTML with changes in <del> and <ins>."""

    label: str
    before: SafeString
    after: SafeString
    changed: bool


def compare(after: Case, before: Case | None) -> list[Row]:
    """All fields and episodes of a version beside an earlier one; without one, every row counts as unchanged."""
    rows = [_row(_label(name), _words(before, name) if before else None, _words(after, name)) for name in _FIELDS]
    new = [_episode(episode) for episode in after.episodes.all()]
    old = [_episode(episode) for episode in before.episodes.all()] if before else [None] * len(new)
    for number in range(max(len(new), len(old))):
        new_text = new[number] if number < len(new) else ""
        old_text = old[number] if number < len(old) else ""
        rows.append(_row(f"対話{number + 1}", old_text, new_text))
    return rows


def _row(label: str, before: str | None, after: str) -> Row:
    if before is None or before == after:
        text = mark_safe(conditional_escape(after))  # noqa: S308 - escaped here
        return Row(label, text, text, changed=False)
    left, right = _PIECES.findall(before), _PIECES.findall(after)
    matcher = difflib.SequenceMatcher(a=left, b=right, autojunk=False)
    old: list[str] = []
    new: list[str] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        removed, added = conditional_escape("".join(left[i1:i2])), conditional_escape("".join(right[j1:j2]))
        if kind == "equal":
            old.append(removed)
            new.append(added)
            continue
        if removed:
            old.append(f"<del>{removed}</del>")
        if added:
            new.append(f"<ins>{added}</ins>")
    return Row(label, mark_safe("".join(old)), mark_safe("".join(new)), changed=True)  # noqa: S308 - every part is escaped


def _label(name: str) -> str:
    return _LABELS.get(name) or str(Case._meta.get_field(name).verbose_name)


def _words(case: Case, name: str) -> str:
    display: Any = getattr(case, f"get_{name}_display", None)
    if name == "walls":
        return "、".join(case.wall_labels)
    if name.endswith("_themes"):
        return "、".join(theme.name for theme in getattr(case, name).all())
    if name == "area":
        return case.area_label
    if display is not None:
        return str(display() or "")
    value = getattr(case, name)
    return "" if value is None else str(value)


def _episode(episode: Any) -> str:
    heads = [
        episode.timing,
        episode.get_stage_display(),
        episode.get_partner_display(),
        episode.get_setting_display(),
        episode.get_inquiry_display(),
        episode.get_mark_display(),
    ]
    parts = ["／".join(head for head in heads if head)]
    for label, text in (
        ("ねらい", episode.aim), ("問いかけ・関わり", episode.question), ("相手の反応", episode.reaction), ("起きた変化", episode.change)
    ):  # fmt: skip
        if text:
            parts.append(f"【{label}】\n{text}")
    return "\n".join(parts)
