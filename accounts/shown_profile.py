"""A person as each audience sees him. The table below is the whole rule; the person previews it on his own page."""

from collections.abc import Collection
from dataclasses import dataclass

from wagtail.images.models import AbstractRendition

from accounts.audiences import Audience
from accounts.models import Organisation, Profile, User
from accounts.shown_organisation import shown_organisation
from bansou.images.models import SitePicture

#: From which audience on each part is seen. The name and the kind of organisation stand beside everything that a person writes.
AUDIENCE_OF: dict[str, Audience] = {
    "display_name": Audience.PUBLIC,
    "organisation_kind": Audience.PUBLIC,
    "organisation_name": Audience.SUPPORTER,
    "region": Audience.MEMBER,
    "experience": Audience.MEMBER,
    "qualifications": Audience.MEMBER,
    "words": Audience.MEMBER,
    "reading": Audience.SUPPORTER,
    "picture": Audience.SUPPORTER,
}
#: The size in which a person's picture is shown.
_PICTURE_SIZE = "fill-192x192"


@dataclass(frozen=True)
class ShownProfile:
    """Plain values for the component `profile`; what the reader may not see is empty."""

    display_name: str
    organisation: str
    is_staff: bool
    reading: str = ""
    region: str = ""
    experience: tuple[str, ...] = ()
    qualifications: str = ""
    words: str = ""
    picture: AbstractRendition | None = None

    @classmethod
    def of(
        cls, person: User, profile: Profile, organisation: Organisation | None, *, audiences: Collection[str]
    ) -> "ShownProfile":
        """The person, as far as readers of these audiences see him (accounts.audiences.audiences_of)."""

        def sees(part: str) -> bool:
            return AUDIENCE_OF[part] in audiences

        return cls(
            display_name=person.display_name,
            organisation=shown_organisation(person, organisation, named=sees("organisation_name")),
            is_staff=person.is_staff,
            reading=profile.reading if sees("reading") else "",
            region=profile.get_region_display() if sees("region") else "",
            experience=profile.experience_labels if sees("experience") else (),
            qualifications=profile.qualifications if sees("qualifications") else "",
            words=profile.words if sees("words") else "",
            picture=profile.picture.get_rendition(_PICTURE_SIZE) if profile.picture and sees("picture") else None,
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Term and description of what is told."""
        return [
            ("地域", self.region),
            ("経験のある分野", "、".join(self.experience)),
            ("資格", self.qualifications),
        ]

    @property
    def has_more(self) -> bool:
        """Whether anything is told beside name and organisation."""
        return bool(self.words or self.picture or any(description for _, description in self.facts))


def profile_picture_is_shown(user: User, picture: SitePicture) -> bool:
    """Rule for bansou.images: supporters and staff load the pictures of people."""
    if not user.is_authenticated or not (user.is_supporter or user.is_staff):
        return False
    return Profile.objects.filter(picture=picture, user__is_active=True).exists()
