"""Which regions a reviewer looks after. Set by staff; whoever has no row looks after all of Japan."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.prefectures import Block


class ReviewerRegions(models.Model):
    """The regions of one reviewer. They decide who gets letters, and what the queue offers first; every reviewer sees every case."""

    reviewer = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_regions", verbose_name="審査担当"
    )
    blocks = ArrayField(models.CharField(max_length=16, choices=Block), verbose_name="地域")

    class Meta:
        verbose_name = "審査の地域"
        verbose_name_plural = "審査の地域"
        ordering = ("reviewer",)
        constraints = (models.CheckConstraint(condition=Q(blocks__contained_by=Block.values), name="known_blocks"),)

    def __str__(self) -> str:
        return f"{self.reviewer}：{self.blocks_words}"

    @property
    def blocks_words(self) -> str:
        """The regions in words."""
        return "、".join(str(Block(code).label) for code in self.blocks)


def blocks_of(user: User) -> list[str]:
    """The regions of the reviewer; [] for all of Japan."""
    regions = ReviewerRegions.objects.filter(reviewer_id=user.pk).first()
    return regions.blocks if regions else []
