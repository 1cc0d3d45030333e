"""Makes pictures from uploads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from bansou.images.models import SitePicture
from bansou.images.reencoding import UNREADABLE


def picture_from_upload(upload: "UploadedFile[bytes]", *, title: str, description: str, by: Any) -> SitePicture:
    """A stored, re-encoded picture that only its uploader and staff may see until a rule opens it. Raises ValidationError where it is none."""
    try:
        picture = SitePicture(title=title[:255], description=description, uploaded_by_user=by, is_for_pages=False, file=upload)
    except OSError as error:  # Wagtail measures it before `save` decodes it; a cut one ends in the middle
        raise ValidationError(UNREADABLE) from error
    picture.save()
    return picture
