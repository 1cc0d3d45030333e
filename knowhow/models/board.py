"""Boards: the rooms of the exchange. Staff make them; there are few."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.audiences import Audience, Person, audiences_of, can_read

#: Who may read a board, with all that stands on it.
BOARD_AUDIENCES: tuple[Audience, ...] = (Audience.PUBLIC, Audience.MEMBER, Audience.SUPPORTER)
#: The board of all clinics (models/clinic.py). It has a page of its own and takes nothing else.
CLINIC_SLUG = "clinic"


class BoardGroup(models.TextChoices):
    """Where a board stands on the list of boards, in this order."""

    START = "start", "はじめての方へ"
    THEME = "theme", "テーマで話す"
    WALL = "wall", "五つの壁"
    REGION = "region", "地域"


class BoardQuerySet(models.QuerySet["Board"]):
    """Reads of boards."""

    def visible_to(self, user: Person) -> "BoardQuerySet":
        """Boards that the person may read. That of the clinics is none to choose or to list: its page is /knowhow/clinic/."""
        return self.filter(audience__in=audiences_of(user)).exclude(slug=CLINIC_SLUG)

    def open_to(self, user: Person) -> "BoardQuerySet":
        """Boards on which the person may write now."""
        return self.visible_to(user).filter(is_open=True) if user.is_authenticated else self.none()

    def of_wall(self, wall: str) -> "BoardQuerySet":
        """The board of one of the five walls (its code), known by its address."""
        return self.filter(slug=f"wall-{wall}")

    def with_hosts(self) -> "BoardQuerySet":
        """With the people who look after them."""
        return self.select_related("host")

    def hosted_by(self, user: Person) -> "BoardQuerySet":
        """Boards that the person looks after: a host his own, staff all."""
        if not user.is_authenticated:
            return self.none()
        return self.visible_to(user) if user.is_staff else self.visible_to(user).filter(host_id=user.pk)


class Board(models.Model):
    """A room with one purpose. Its audience is the audience of every topic and reply in it."""

    slug = models.SlugField(
        "アドレスに使う名前",
        max_length=40,
        unique=True,
        help_text="半角の英小文字、数字、ハイフンで書きます。公開したら変えません。",
    )
    name = models.CharField("名前", max_length=40)
    purpose = models.CharField("目的", max_length=120, help_text="何のための掲示板かを、一文で書きます。")
    audience = models.CharField(
        "読める人",
        max_length=10,
        choices=[(audience.value, audience.label) for audience in BOARD_AUDIENCES],
        default=Audience.SUPPORTER.value,
    )
    group = models.CharField("まとまり", max_length=10, choices=BoardGroup, default=BoardGroup.THEME)
    #: Looks after the board: marks what solved a question, opens archived topics again.
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", verbose_name="案内役", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_open = models.BooleanField(
        "投稿を受け付ける", default=True, help_text="外すと、新しい話題と返信を受け付けません。今までの投稿は読めます。"
    )

    host_id: int | None

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = "掲示板"
        verbose_name_plural = "掲示板"
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(audience__in=[audience.value for audience in BOARD_AUDIENCES]), name="known_board_audience"
            ),
            models.CheckConstraint(condition=Q(group__in=BoardGroup.values), name="known_board_group"),
            models.CheckConstraint(
                condition=~Q(slug=CLINIC_SLUG) | Q(audience=Audience.SUPPORTER), name="clinics_are_for_supporters"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The board's page."""
        return reverse("knowhow:clinics") if self.is_for_clinics else reverse("knowhow:board", args=[self.slug])

    @property
    def is_for_clinics(self) -> bool:
        """Whether it is the board of the clinics."""
        return self.slug == CLINIC_SLUG

    @property
    def reader_label(self) -> str:
        """Who may read the board, in words for its readers."""
        return {
            Audience.PUBLIC: "どなたでも読めます",
            Audience.MEMBER: "登録した方が読めます",
            Audience.SUPPORTER: "確認済みの支援者だけが読めます",
        }[Audience(self.audience)]

    def is_hosted_by(self, user: Person) -> bool:
        """Whether the person is its host, and still reads it."""
        return user.is_authenticated and self.host_id == user.pk and can_read(user, self.audience)
