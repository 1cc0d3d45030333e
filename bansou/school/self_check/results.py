"""What a result shows: each item in words, each skill, and what changed since the last time. For the person alone, compared with nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bansou.school.models import CheckItem
from bansou.school.models.self_check import Answers, Level
from bansou.school.self_check.radar import Radar, radar
from bansou.school.vocabularies import Skill


@dataclass(frozen=True)
class Line:
    """One item. `before`: the level of the last time, None where there is none."""

    number: int
    item: CheckItem
    level: int
    before: int | None = None

    @property
    def words(self) -> str:
        """How it went."""
        return str(Level(self.level).label)

    @property
    def words_before(self) -> str:
        """How it went the last time."""
        return str(Level(self.before).label) if self.before else "答えがありません"

    @property
    def change(self) -> str:
        """What changed, without saying whether that is good: who looks closer often finds that he does less than he thought."""
        if not self.before:
            return ""
        steps = self.level - self.before
        return "同じ" if not steps else f"{abs(steps)}段{'ふえた' if steps > 0 else 'へった'}"


@dataclass(frozen=True)
class Part:
    """The items of one skill."""

    skill: Skill
    lines: list[Line]

    @property
    def average(self) -> float:
        """The mean level: only to find where to go on, shown to nobody."""
        return sum(line.level for line in self.lines) / len(self.lines)


@dataclass(frozen=True)
class Result:
    """Everything of one self-check."""

    lines: list[Line]

    @classmethod
    def of(cls, items: Sequence[CheckItem], answers: Answers, before: Answers | None = None) -> "Result":
        """The answers to the items, beside those of the last time."""
        last = before or {}
        return cls([Line(number, item, answers[item.code], last.get(item.code)) for number, item in enumerate(items, start=1)])

    @cached_property
    def parts(self) -> list[Part]:
        """The lines by skill."""
        skills = dict.fromkeys(line.item.skill for line in self.lines)
        return [Part(Skill(skill), [line for line in self.lines if line.item.skill == skill]) for skill in skills]

    @property
    def is_compared(self) -> bool:
        """Whether there is a last time."""
        return any(line.before for line in self.lines)

    @property
    def more(self) -> list[Line]:
        """What is done more often than the last time."""
        return [line for line in self.lines if line.before and line.level > line.before]

    @property
    def less(self) -> list[Line]:
        """What is done more seldom than the last time."""
        return [line for line in self.lines if line.before and line.level < line.before]

    @property
    def seldom(self) -> list[Line]:
        """The lines, those that are done most seldom first."""
        return sorted(self.lines, key=lambda line: (line.level, line.number))

    @property
    def least(self) -> list[Part]:
        """The skills that are practised least; several where they are as one."""
        least = min(part.average for part in self.parts)
        return [part for part in self.parts if part.average == least]

    @property
    def radar(self) -> Radar:
        """The drawing; the last time's outline only where it has all items."""
        before = [line.before for line in self.lines if line.before]
        return radar([line.level for line in self.lines], before if len(before) == len(self.lines) else ())
