"""What a person chose: which mails he wants, and how often the digest."""

from django.conf import settings
from django.db import models

from accounts.models import User
from bansou.notifications.events import Mail


class Rhythm(models.TextChoices):
    """How often the digest comes."""

    DAILY = "daily", "毎日"
    WEEKLY = "weekly", "毎週月曜日"
    NEVER = "never", "受け取らない"


class EventChoice(models.Model):
    """The way of mail that a person chose for one event; without a row the table's own holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    event = models.CharField("種類", max_length=40)
    mail = models.CharField("メール", max_length=10, choices=Mail)

    person_id: int

    class Meta:
        verbose_name = "メールの選択"
        verbose_name_plural = "メールの選択"
        constraints = (
            models.UniqueConstraint(fields=("person", "event"), name="one_choice_per_person_and_event"),
            models.CheckConstraint(condition=models.Q(mail__in=Mail.values), name="known_way_of_choice"),
        )

    def __str__(self) -> str:
        return f"{self.event}：{self.get_mail_display()}"


class MailPreferences(models.Model):
    """What holds for all mails to one person; without a row: weekly digest, nothing stopped."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_preferences",
        verbose_name="利用者",
    )
    rhythm = models.CharField("まとめのメール", max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    #: He wants no mail of the kind that can be stopped. Letters about his own account still come.
    stopped_at = models.DateTimeField("メールを止めた日時", null=True, blank=True)
    #: His mail server refuses his mails for good.
    undeliverable_at = models.DateTimeField("届かなくなった日時", null=True, blank=True)

    class Meta:
        verbose_name = "メールの受け取り方"
        verbose_name_plural = "メールの受け取り方"
        constraints = (models.CheckConstraint(condition=models.Q(rhythm__in=Rhythm.values), name="known_rhythm"),)

    def __str__(self) -> str:
        return self.get_rhythm_display()

    @classmethod
    def of(cls, person: User) -> "MailPreferences":
        """What the person chose; what holds for everybody where he chose nothing (not saved then)."""
        return cls.objects.filter(person=person).first() or cls(person=person)
