"""Pictures for posts: uploaded while the post is written, deleted when nobody uses them."""

import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bansou.drafts.models import Draft
from bansou.images.actions import picture_from_upload
from bansou.moderation.limits import check_limit
from knowhow.models import PostPicture

#: How long a picture stays that no post shows.
UNUSED_KEPT = datetime.timedelta(hours=48)


@transaction.atomic
def add_picture(*, by: User, upload: "UploadedFile[bytes]", alt: str) -> PostPicture:
    """Store a picture that only its uploader and staff see until a post of his shows it."""
    check_limit(by, "upload")
    picture = picture_from_upload(upload, title="投稿の写真", description=alt, by=by)
    return PostPicture.objects.create(picture=picture, alt=alt, uploaded_by=by)


def drop_unused_pictures() -> None:
    """Delete pictures that no post has shown for two days, unless a draft of their uploader still names them. For the daily run."""
    for unused in PostPicture.objects.filter(unused_since__lt=timezone.now() - UNUSED_KEPT).order_by("pk"):
        with transaction.atomic():
            held = PostPicture.objects.select_for_update(of=("self",)).filter(pk=unused.pk, unused_since__isnull=False).first()
            if held and not Draft.objects.of(held.uploaded_by).filter(fields__contains=held.mark).exists():
                held.picture.delete()
