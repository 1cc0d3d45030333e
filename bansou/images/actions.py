"""Makes pictures from uploads."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from bansou.images.models import SitePicture


def picture_from_upload(upload: "UploadedFile[bytes]", *, title: str, description: str, by: Any) -> SitePicture:
    """A stored, re-encoded picture that only its uploader and staff may see until a rule opens it."""
    picture = SitePicture(title=title[:255], description=description, uploaded_by_user=by, is_for_pages=False, file=upload)
    picture.save()
    return picture
