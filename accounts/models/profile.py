"""What a person tells about himself beside his name. All of it is optional, and a row exists once something is told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.experience_fields import ExperienceField
from accounts.prefectures import Prefecture
from bansou.images.models import SitePicture

#: Characters of each text.
READING_MAX, QUALIFICATIONS_MAX, WORDS_MAX = 60, 200, 400


class Profile(models.Model):
    """A person in his own words. Who sees which part is a table (accounts.shown_profile), not a choice for each field."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile", verbose_name="利用者", primary_key=True
    )
    reading = models.CharField("よみがな", max_length=READING_MAX, blank=True)
    region = models.CharField("活動している都道府県", max_length=2, choices=Prefecture, blank=True)
    experience = ArrayField(
        models.CharField(max_length=12, choices=ExperienceField), verbose_name="経験のある分野", default=list, blank=True
    )
    qualifications = models.CharField("資格", max_length=QUALIFICATIONS_MAX, blank=True)
    words = models.TextField("ひとこと", max_length=WORDS_MAX, blank=True)
    picture = models.ForeignKey(
        SitePicture, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="写真"
    )
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    user_id: int
    picture_id: int | None

    #: Wagtail would list the picture's person beside the picture.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "プロフィール"
        verbose_name_plural = "プロフィール"
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(region__in=["", *Prefecture.values]), name="known_profile_region"),
            models.CheckConstraint(condition=Q(experience__contained_by=ExperienceField.values), name="known_profile_experience"),
        )

    def __str__(self) -> str:
        return f"{self.user}のプロフィール"

    @property
    def experience_labels(self) -> tuple[str, ...]:
        """The fields of experience in words, in the order of the vocabulary."""
        return tuple(str(field.label) for field in ExperienceField if field in self.experience)


def profile_of(person_id: int) -> Profile:
    """The person's profile with its picture, or an empty one that is not saved. One query."""
    found = Profile.objects.select_related("picture").filter(user_id=person_id).first()
    return found or Profile(user_id=person_id)
