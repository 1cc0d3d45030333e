"""Serves uploaded files, each to whom may see it. Nothing under /media/ is open by its address alone."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from bansou.images.models import SitePicture, SiteRendition


def media(request: HttpRequest, path: str) -> FileResponse:
    """A picture in one size for those who may see it; an original for staff alone; everything else does not exist."""
    rendition = SiteRendition.objects.select_related("image").filter(file=path).first()
    if rendition is not None:
        visible = rendition.image.is_visible_to(request.user)
    else:
        visible = bool(request.user.is_authenticated and request.user.is_staff and SitePicture.objects.filter(file=path).exists())
    if not visible or not default_storage.exists(path):
        raise Http404
    content_type = mimetypes.guess_type(Path(path).name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=content_type)
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Security-Policy"] = "default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def media_prefix() -> str:
    """The address below which `media` serves, without the leading slash."""
    return settings.MEDIA_URL.lstrip("/")
