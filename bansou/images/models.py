"""The site's picture. Whatever way a file comes in, what is stored is re-encoded: no EXIF, no GPS, nothing appended."""

from collections.abc import Callable
from typing import Any

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from bansou.images.reencoding import reencode

#: Asked whether a person may see a picture; the apps above register one each (cases: the picture of a case that the person sees).
PictureRule = Callable[[Any, "SitePicture"], bool]
_rules: list[PictureRule] = []


def register_picture_rule(rule: PictureRule) -> None:
    """Let `rule(user, picture)` open pictures. Called from an AppConfig."""
    if rule not in _rules:
        _rules.append(rule)


class SitePicture(AbstractImage):  # type: ignore[misc]
    """A picture of a page (staff's) or of a case (a supporter's). Its file is served by a view that asks `is_visible_to`."""

    is_for_pages = models.BooleanField("解説ページ用", default=True, editable=False)

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):  # type: ignore[misc]
        verbose_name = "画像"
        verbose_name_plural = "画像"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Re-encode a new file before it reaches the disk."""
        upload: Any = self.file
        if upload and not upload._committed:
            clean = reencode(upload)
            self.file: Any = clean
            self.width, self.height = clean.width, clean.height
            self.file_size = clean.size
            self.file_hash = ""
        super().save(*args, **kwargs)

    def is_visible_to(self, user: Any) -> bool:
        """Whether the person may load the file: staff, the uploader, or whom a rule lets."""
        if self.is_for_pages or (user.is_authenticated and (user.is_staff or self.uploaded_by_user_id == user.pk)):
            return True
        return any(rule(user, self) for rule in _rules)


class SiteRendition(AbstractRendition):  # type: ignore[misc]
    """A picture in one size."""

    image = models.ForeignKey(SitePicture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "画像の大きさ"
        constraints = (
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_size"),
        )
