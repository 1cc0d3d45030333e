"""Announcements, and who has put one aside."""

import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Person
from accounts.models import User
from accounts.prefectures import Block
from bansou.announcements.circles import Circle, blocks_of, people_in
from bansou.notifications.models import Occurrence

TITLE_MAX, TEXT_MAX = 60, 4000
#: How long the first page names an announcement.
RECENT = datetime.timedelta(days=60)


class State(models.TextChoices):
    """Where an announcement stands."""

    DRAFT = "draft", "下書き"
    PLANNED = "planned", "予約中"
    SENDING = "sending", "送っています"
    SENT = "sent", "送りました"
    STOPPED = "stopped", "止めました"


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Reads of announcements."""

    def published(self) -> "AnnouncementQuerySet":
        """Those that went out and were not stopped."""
        return self.filter(sent_at__isnull=False, stopped_at=None)

    def visible_to(self, user: Person) -> "AnnouncementQuerySet":
        """Published ones whose circle the person is in today. Visitors: those that are for them too. One query with what follows."""
        published = self.published()
        if not user.is_authenticated:
            return published.filter(for_visitors=True)
        circles = Q(pk__in=())
        for circle in Circle.values:
            circles |= Q(circle=circle) & Q(Exists(people_in(circle).filter(pk=user.pk)))
        place = Q(blocks=[]) | Q(blocks__overlap=ArraySubquery(blocks_of(user)))
        return published.filter(Q(for_visitors=True) | (circles & place))

    def recent(self, count: int) -> "AnnouncementQuerySet":
        """The newest of the last two months, with what a list shows. By the database's clock, so that it can be prepared."""
        return self.filter(sent_at__gte=Now() - RECENT).only("title", "sent_at").order_by("-sent_at", "-pk")[:count]

    def with_banner(self, now: datetime.datetime) -> "AnnouncementQuerySet":
        """Published ones that stand on top of the pages at this moment, the newest first."""
        return self.published().filter(banner_until__gt=now).order_by("-sent_at", "-pk")

    def not_put_aside_by(self, user: User) -> "AnnouncementQuerySet":
        """Without those that the person has closed."""
        return self.exclude(pk__in=PutAside.objects.filter(person=user).values("announcement"))

    def due(self) -> "AnnouncementQuerySet":
        """Planned ones whose moment has come."""
        return self.filter(send_at__lte=timezone.now(), sent_at=None, stopped_at=None)


class Announcement(models.Model):
    """A text of staff for a circle of people. It is written, planned for a moment, sent, and may be stopped; what was sent is not changed."""

    title = models.CharField("題名", max_length=TITLE_MAX)
    text = models.TextField("本文", max_length=TEXT_MAX)
    #: The text as cleaned HTML, made on write by bansou.text.markdown.
    html = models.TextField("本文のHTML", editable=False)
    circle = models.CharField("宛先", max_length=12, choices=Circle)
    #: Regions (accounts.prefectures.Block); none: the whole country.
    blocks = ArrayField(models.CharField(max_length=20, choices=Block), verbose_name="地域", default=list, blank=True)
    by_mail = models.BooleanField("メールでも送る", default=True)
    banner_until = models.DateTimeField("ページの上に出す期限", null=True, blank=True)
    for_visitors = models.BooleanField("登録していない方にも見せる", default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="書いた人"
    )
    made_at = models.DateTimeField("書いた日時", default=timezone.now, editable=False)
    send_at = models.DateTimeField("送る日時", null=True, blank=True, editable=False)
    sent_at = models.DateTimeField("送り始めた日時", null=True, blank=True, editable=False)
    stopped_at = models.DateTimeField("止めた日時", null=True, blank=True, editable=False)
    #: What the worker tells; its notices and mails are the progress.
    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="できごと"
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = "運営からのお知らせ"
        verbose_name_plural = "運営からのお知らせ"
        ordering = ("-pk",)
        default_permissions = ()
        permissions = (("send_announcement", "運営からのお知らせ：書いて送る"),)
        constraints = (
            models.CheckConstraint(condition=Q(circle__in=Circle.values), name="known_circle"),
            models.CheckConstraint(condition=Q(blocks__contained_by=Block.values), name="known_blocks_of_announcement"),
            models.CheckConstraint(
                condition=Q(for_visitors=False) | Q(circle=Circle.EVERYBODY, blocks=[]), name="visitors_are_of_no_circle"
            ),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(send_at__isnull=False), name="sent_after_being_planned"),
        )
        indexes = (
            models.Index(fields=("banner_until",), condition=Q(sent_at__isnull=False, stopped_at=None), name="banners_by_end"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the site."""
        return reverse("announcements:detail", args=[self.pk])

    @property
    def thread(self) -> str:
        """What its notices and mails are known by."""
        return f"announcement:{self.pk}"

    def people(self) -> QuerySet[User]:
        """Whom it concerns today; nobody once it was stopped."""
        return people_in(self.circle, self.blocks) if self.stopped_at is None else User.objects.none()

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.stopped_at is not None:
            return State.STOPPED
        if self.sent_at is not None:
            is_told = self.occurrence is None or self.occurrence.spread_at is not None
            return State.SENT if is_told else State.SENDING
        return State.PLANNED if self.send_at is not None else State.DRAFT

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == State.DRAFT

    @property
    def addressees(self) -> str:
        """To whom it goes, in words."""
        places = "、".join(str(Block(block).label) for block in self.blocks)
        return f"{self.get_circle_display()}（{places}）" if places else self.get_circle_display()


class PutAside(models.Model):
    """That a person closed the banner of an announcement."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+", verbose_name="お知らせ")

    class Meta:
        verbose_name = "閉じたお知らせ"
        verbose_name_plural = "閉じたお知らせ"
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("person", "announcement"), name="put_aside_once"),)

    def __str__(self) -> str:
        return f"{self.person_id}：{self.announcement_id}"
