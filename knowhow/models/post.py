"""What a topic and a reply have in common: a text by somebody, that may be edited and hidden."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone

from accounts.audiences import Person
from accounts.models import Organisation

#: A post that everybody of its board may read: neither hidden by staff nor held until somebody looked at it.
IN_SIGHT = Q(hidden_at=None, held_at=None)
#: Characters of a post's text, at least and at most.
BODY_MIN, BODY_MAX = 8, 20_000


class HeldFor(models.TextChoices):
    """Why a post is out of sight until something happens."""

    NEWCOMER = "newcomer", "はじめての投稿"
    REPORTS = "reports", "通報が重なった"
    ASKED = "asked", "修正をお願いしている"


class Post(models.Model):
    """A text by a person. Who wrote it and for which organisation stays, also when the person later moves on."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="書いたときの所属", null=True, blank=True
    )
    #: The name under which a post of a clinic is shown, instead of its author's. Nothing else about the author is shown with it.
    alias = models.CharField("呼び名", max_length=20, blank=True, editable=False)
    body = models.TextField("本文", max_length=BODY_MAX)
    #: The text as cleaned HTML, made on write by bansou.text.markdown.
    body_html = models.TextField("本文のHTML", editable=False)
    created_at = models.DateTimeField("投稿日時", default=timezone.now, editable=False)
    edited_at = models.DateTimeField("編集日時", null=True, blank=True, editable=False)
    #: Counts the saved texts. An edit names the one that it began with, so that it cannot overwrite another.
    edit_version = models.PositiveIntegerField("版", default=1, editable=False)
    hidden_at = models.DateTimeField("非表示にした日時", null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="非表示にした人", null=True, blank=True
    )
    hidden_reason = models.CharField("非表示にした理由", max_length=200, blank=True, editable=False)
    #: People who found it helpful, and people who tried it and told how it went. Kept by the actions, never counted on a page.
    helpful_count = models.PositiveIntegerField("参考になった人", default=0, editable=False)
    tried_count = models.PositiveIntegerField("やってみた人", default=0, editable=False)
    #: Until somebody looked at it, or its author edited it, only he and staff see it.
    held_at = models.DateTimeField("確認待ちにした日時", null=True, blank=True, editable=False)
    held_for = models.CharField("確認待ちのわけ", max_length=10, choices=HeldFor, blank=True, editable=False)
    #: What staff ask the author to change.
    held_reason = models.CharField("お願いしたこと", max_length=200, blank=True, editable=False)
    #: The key of the form that made it: a second press of the button finds this row.
    submission_key = models.UUIDField(unique=True, editable=False)

    #: Wagtail would list the posts of a person beside him, those under an alias too.
    wagtail_reference_index_ignore = True

    author_id: int
    organisation_id: int | None
    hidden_by_id: int | None

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(GreaterThanOrEqual(Length("body"), BODY_MIN)) & Q(LessThanOrEqual(Length("body"), BODY_MAX)),
                name="%(class)s_body_length",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
                name="%(class)s_hidden_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, held_for="", held_reason="")
                | (
                    Q(held_at__isnull=False, held_for__in=HeldFor.values, hidden_at=None)
                    & (~Q(held_for="asked") | ~Q(held_reason=""))
                ),
                name="%(class)s_held_for_something",
            ),
            models.CheckConstraint(
                condition=Q(edit_version=1, edited_at=None)
                # "is not null" is said, because PostgreSQL lets pass what it cannot decide.
                | Q(edit_version__gt=1, edited_at__isnull=False, edited_at__gte=F("created_at")),
                name="%(class)s_edits_are_dated",
            ),
        )

    @property
    def is_hidden(self) -> bool:
        """Whether staff took it out of sight."""
        return self.hidden_at is not None

    @property
    def is_held(self) -> bool:
        """Whether it waits for a look or for its author's edit."""
        return self.held_at is not None

    @property
    def is_in_sight(self) -> bool:
        """Whether everybody of its board may read it; the same as IN_SIGHT."""
        return not (self.is_hidden or self.is_held)

    def writer_name(self) -> str:
        """The name under which it is shown. Never write out `author` of a post where others read it."""
        return self.alias or self.author.display_name

    def is_by(self, user: Person) -> bool:
        """Whether the person wrote it."""
        return user.is_authenticated and self.author_id == user.pk
