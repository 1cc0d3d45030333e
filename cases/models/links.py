"""Links for people without an account: the president takes his consent back, the superior says yes.

Of each code we keep the hash, by which it is found, and a sealed copy, so that it can be printed or mailed again: with the database
alone nobody can open one.
"""

import datetime
import hmac
import secrets
import unicodedata
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Revision

from accounts.link_tokens import hash_of
from cases.limits import SUPERIOR_LINK_DAYS
from cases.models.case import Case
from cases.sealing import seal, unseal
from cases.statuses import SuperiorAnswer

#: Digits and letters without those that look alike on paper (Crockford's base 32), and what people write for them.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
#: 14 random letters are 70 bits; the 6 after them are our signature, so that a made-up code asks the database nothing.
_RANDOM, _SIGNED = 14, 6


def new_code() -> str:
    """A code that can be typed from paper: five groups of four."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    code = drawn + _signature(drawn)
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def plain_code(typed: str) -> str:
    """The code as it was made, however it was typed: small, full-width, without hyphens, O for 0. "" for one that is not ours."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum()).translate(_ALIKE)
    drawn, signature = letters[:_RANDOM], letters[_RANDOM:]
    return letters if hmac.compare_digest(signature.encode(), _signature(drawn).encode()) else ""


def _signature(drawn: str) -> str:
    digest = int.from_bytes(salted_hmac("cases.links", drawn, algorithm="sha256").digest())
    return "".join(_LETTERS[digest >> 5 * place & 31] for place in range(_SIGNED))


class LinkQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Reads of links."""

    def by_code(self, typed: str) -> Row | None:
        """The link that the code belongs to, whatever became of it."""
        code = plain_code(typed)
        return self.filter(code_hash=hash_of(code)).first() if code else None


class Link(models.Model):
    """What both links share."""

    wagtail_reference_index_ignore = True

    code_hash = models.CharField("リンクの要約値", max_length=64, unique=True, editable=False)
    sealed = models.BinaryField("封をした符号")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="作った人")
    created_at = models.DateTimeField("作った日時", default=timezone.now, editable=False)
    revoked_at = models.DateTimeField("無効にした日時", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        """The code, to be printed or mailed."""
        return unseal(self.sealed).decode()

    def with_new_code(self) -> Self:
        """The link, not saved yet, with a code of its own."""
        code = new_code()
        self.sealed, self.code_hash = seal(code.encode()), hash_of(plain_code(code))
        return self


class PresidentLink(Link):
    """By this link the president takes back his consent: it works at once, once, and as long as the case is kept."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="president_links", verbose_name="事例")
    used_at = models.DateTimeField("使われた日時", null=True, blank=True)

    case_id: int

    objects = LinkQuerySet["PresidentLink"].as_manager()

    class Meta:
        verbose_name = "経営者の取り消しリンク"
        verbose_name_plural = "経営者の取り消しリンク"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(revoked_at=None, used_at=None), name="one_open_president_link_per_case"
            ),
        )

    def __str__(self) -> str:
        return f"事例{self.case_id}の取り消しリンク"

    @property
    def is_open(self) -> bool:
        """Whether it still works."""
        return self.revoked_at is None and self.used_at is None


class SuperiorLink(Link):
    """By this link the superior sees one version and answers; what he answers stands here, his yes also as a consent."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="superior_links", verbose_name="事例")
    version = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+", verbose_name="見せる版")
    email = models.EmailField("メールアドレス", max_length=254)
    answer = models.CharField("返事", max_length=10, choices=SuperiorAnswer, default=SuperiorAnswer.WAITING)
    words = models.TextField("直してほしいこと", max_length=1000, blank=True)
    answered_at = models.DateTimeField("返事の日時", null=True, blank=True)
    reminded_at = models.DateTimeField("催促した日時", null=True, blank=True)
    submission_key = models.UUIDField(editable=False, unique=True)

    case_id: int

    objects = LinkQuerySet["SuperiorLink"].as_manager()

    class Meta:
        verbose_name = "所属長の確認リンク"
        verbose_name_plural = "所属長の確認リンク"
        ordering = ("-pk",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(revoked_at=None, answer=SuperiorAnswer.WAITING),
                name="one_open_superior_link_per_case",
            ),
            models.CheckConstraint(condition=Q(answer__in=SuperiorAnswer.values), name="known_superior_answer"),
            models.CheckConstraint(condition=~Q(answer=SuperiorAnswer.CHANGES, words=""), name="wish_for_changes_has_words"),
        )

    def __str__(self) -> str:
        return f"事例{self.case_id}の所属長の確認"

    @property
    def expires_at(self) -> datetime.datetime:
        """From then on it is dead."""
        return self.created_at + datetime.timedelta(days=SUPERIOR_LINK_DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.revoked_at is None and self.answer == SuperiorAnswer.WAITING and timezone.now() < self.expires_at
