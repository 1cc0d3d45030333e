"""The record as forms, actions and readers walk it: its steps, its plain fields, its kinds of rows."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Model

from cases.limits import EPISODES_AT_MOST, POINTS_AT_MOST, ROWS_AT_MOST
from cases.models import Case, CaseFigure, CaseWall, CompanyAction, Episode, LocabenTrend, Point, ResultNumber, SourceNote
from cases.vocabularies import LocabenItem, Wall


class Step(models.TextChoices):
    """A part of the record that is written in one sitting. The first two are a short case: ten minutes."""

    BASICS = "basics", "はじめに"
    REQUEST = "request", "相談"
    DIALOGUE = "dialogue", "対話"
    ISSUE = "issue", "課題と壁"
    RESULTS = "results", "取組と成果"
    FINISH = "finish", "ふりかえりと仕上げ"


#: Fields of the case itself, by step and in the order of the form.
STEP_FIELDS: dict[Step, tuple[str, ...]] = {
    Step.BASICS: (
        "title", "summary", "disclosure", "display_name", "industry", "industry_note", "area", "employee_band", "founded_decade",
        "president_role",
    ),
    Step.REQUEST: (
        "support_started", "support_ended", "meetings_count", "support_format", "trigger", "first_request", "first_themes",
        "situation_before",
    ),
    Step.DIALOGUE: ("used_questions",),
    Step.ISSUE: (
        "real_issue", "real_themes", "issue_path", "issue_named_by", "noticing", "noticing_episode", "noticing_not_yet",
        "conviction", "conviction_episode", "conviction_not_yet",
    ),
    Step.RESULTS: (
        "worked_with", "tools", "collaboration", "behaviour_change", "self_running", "self_running_evidence", "president_voice",
        "president_voice_agreed",
    ),
    Step.FINISH: ("went_well", "went_badly", "next_time", "hesitated", "reflections_public", "picture", "picture_alt"),
}  # fmt: skip

#: Rows, by step and in the order of the form.
STEP_ROWS: dict[Step, tuple[str, ...]] = {
    Step.BASICS: (),
    Step.REQUEST: (),
    Step.DIALOGUE: ("episodes",),
    Step.ISSUE: ("walls",),
    Step.RESULTS: ("actions", "numbers", "trends"),
    Step.FINISH: ("points", "figures", "sources"),
}

#: All fields of the case that its team writes, in the order of the form.
FIELDS: tuple[str, ...] = tuple(name for fields in STEP_FIELDS.values() for name in fields)
#: Those among them that are set as they come: not the picture, which arrives as an upload.
PLAIN_FIELDS: tuple[str, ...] = tuple(name for name in FIELDS if name not in ("picture", "picture_alt"))
#: Those that choose rows of a table: themes, questions of the bank.
CHOSEN_FIELDS: tuple[str, ...] = tuple(name for name in FIELDS if Case._meta.get_field(name).many_to_many)
#: Fields that hold the key of an Episode.
EPISODE_POINTERS: dict[str, str] = {"noticing_episode": "気づき", "conviction_episode": "腹落ち"}


def step_of(name: str) -> Step:
    """The step that asks for the field or the kind of rows."""
    return next(step for step in Step if name in (*STEP_FIELDS[step], *STEP_ROWS[step]))


@dataclass(frozen=True)
class RowKind:
    """One kind of rows of a case; its name is that of the relation."""

    model: type[Model]
    at_most: int
    #: The field that names a row among its fellows; "" where only its place does.
    identity: str = ""

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def columns(self) -> tuple[str, ...]:
        """What an author writes in a row, in the order of the form (of a picture its number: `picture_id`)."""
        kept_by_us = ("id", "case", "sort_order", "key")
        return tuple(field.attname for field in self.model._meta.concrete_fields if field.name not in kept_by_us)


ROW_KINDS: dict[str, RowKind] = {
    "episodes": RowKind(Episode, EPISODES_AT_MOST, identity="key"),
    "walls": RowKind(CaseWall, len(Wall), identity="wall"),
    "actions": RowKind(CompanyAction, ROWS_AT_MOST),
    "numbers": RowKind(ResultNumber, ROWS_AT_MOST),
    "trends": RowKind(LocabenTrend, len(LocabenItem), identity="item"),
    "points": RowKind(Point, POINTS_AT_MOST),
    "figures": RowKind(CaseFigure, ROWS_AT_MOST, identity="picture_id"),
    "sources": RowKind(SourceNote, ROWS_AT_MOST),
}
