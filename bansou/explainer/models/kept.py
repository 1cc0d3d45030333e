"""What is kept about pages beside them."""

from django.db import models
from django.utils import timezone
from wagtail.models import Page

from bansou.explainer.models.chapter import ExplainerPage

#: Characters of a reader's reason.
REASON_MAX = 400


class PageAnswer(models.Model):
    """Whether a page helped somebody, and why: on a day, and nothing about who it was. Staff read it, nobody else."""

    page = models.ForeignKey(ExplainerPage, on_delete=models.CASCADE, related_name="answers", verbose_name="ページ")
    is_helpful = models.BooleanField("役に立った")
    reason = models.CharField("理由", max_length=REASON_MAX, blank=True)
    answered_on = models.DateField("答えた日", default=timezone.localdate)
    submission_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "読んだ方の声"
        verbose_name_plural = "読んだ方の声"

    def __str__(self) -> str:
        return f"{self.page_id} {self.answered_on}"


class FilledPage(models.Model):
    """Remembers which page came from which file of content/, so that filling the site again never undoes staff's work.

    `revision` is the version that we wrote: while it is the page's latest, nobody has touched the page. A row without a page
    tells that staff deleted it, and it stays deleted.
    """

    slug = models.SlugField("ファイルのスラッグ", unique=True)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="ページ")
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書き込んだ版"
    )
    digest = models.CharField("ファイルの要約値", max_length=64)
    filled_at = models.DateTimeField("書き込んだ日時", auto_now=True)

    class Meta:
        verbose_name = "ファイルから作ったページ"
        verbose_name_plural = "ファイルから作ったページ"

    def __str__(self) -> str:
        return self.slug

    @property
    def is_touched_by_staff(self) -> bool:
        """Whether staff changed, unpublished or deleted the page since we wrote it."""
        return (
            self.page is None
            or not self.page.live
            or self.revision_id is None
            or self.page.latest_revision_id != self.revision_id
        )
