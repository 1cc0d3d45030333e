"""Writes of what a person tells about himself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Profile, User
from accounts.rooms_above import check_limit
from bansou.images.actions import picture_from_upload


@dataclass(frozen=True)
class ProfileTexts:
    """What a person tells in words and choices; the codes are those of the models' vocabularies."""

    display_name: str
    organisation_shown: str
    reading: str = ""
    region: str = ""
    experience: Sequence[str] = ()
    qualifications: str = ""
    words: str = ""


@transaction.atomic
def save_profile(
    *, by: User, texts: ProfileTexts, upload: "UploadedFile[bytes] | None" = None, drop_picture: bool = False
) -> Profile:
    """Save what the person tells of himself. A new picture takes the place of the old one, whose files go.

    Raises Refused where it is too often, ValidationError where the upload is no picture.
    """
    person = User.objects.select_for_update().get(pk=by.pk)
    person.display_name, person.organisation_shown = texts.display_name, texts.organisation_shown
    person.save(update_fields=["display_name", "organisation_shown"])
    profile, _ = Profile.objects.get_or_create(user=person)
    profile.reading, profile.region, profile.experience = texts.reading, texts.region, list(texts.experience)
    profile.qualifications, profile.words = texts.qualifications, texts.words
    if upload or drop_picture:
        _replace_picture(profile, upload, by=person)
    profile.save()
    check_limit(by, "profile")
    return profile


def _replace_picture(profile: Profile, upload: "UploadedFile[bytes] | None", *, by: User) -> None:
    former = profile.picture
    profile.picture = picture_from_upload(upload, title="プロフィールの写真", description="", by=by) if upload else None
    profile.save(update_fields=["picture"])
    if former:
        former.delete()
