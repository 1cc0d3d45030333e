"""The record of learning that a person hands to somebody: as it was on the day on which he made it."""

import datetime
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from bansou.school.vocabularies import Skill

if TYPE_CHECKING:
    from accounts.models import User

#: Without 0, 1, I, L, O and U: a number is typed from paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4


def new_number() -> str:
    """Three groups of four, drawn: 10^17 possible ones, so that nobody finds one by trying."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Reads of records."""

    def of(self, person: "User") -> "CertificateQuerySet":
        """The person's own, the newest first."""
        return self.filter(person=person).order_by("-pk")

    def confirmed(self) -> "CertificateQuerySet":
        """Those that the site confirms to whoever has the number: until the person takes one back or leaves."""
        return self.filter(person__is_active=True)


class Certificate(models.Model):
    """A record of learning (学習の記録). What stands in it never changes; the page of its number shows this and nothing else."""

    number = models.CharField("番号", max_length=14, unique=True, default=new_number, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    name = models.CharField("氏名", max_length=40)
    organisation = models.CharField("所属", max_length=120, blank=True)
    #: [{"skill": "1", "title": …, "done_on": "2026-11-23"}, …] in the order of the path.
    lessons = models.JSONField("学んだレッスン", default=list)
    #: None: not on the paper.
    case_count = models.PositiveIntegerField("公開した事例の数", null=True)
    reply_count = models.PositiveIntegerField("広場での返信の数", null=True)
    made_at = models.DateTimeField("作った日時", default=timezone.now)
    submission_key = models.UUIDField(unique=True, editable=False)

    person_id: int

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "学習の記録"
        verbose_name_plural = "学習の記録"
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where the site confirms it; also the page to print."""
        return reverse("school:certificate", args=[self.number])

    def by_skill(self) -> list[tuple[Skill, list[tuple[str, datetime.date]]]]:
        """The lessons below their skills, each with its day; skills without one are left out."""
        rows = {
            skill: [
                (row["title"], datetime.date.fromisoformat(row["done_on"])) for row in self.lessons if row["skill"] == skill.value
            ]
            for skill in Skill
        }
        return [(skill, lessons) for skill, lessons in rows.items() if lessons]

    @property
    def lessons_words(self) -> list[str]:
        """The lessons with their days, for the file with the person's data."""
        return [f"{row['title']}（{row['done_on']}）" for row in self.lessons]
