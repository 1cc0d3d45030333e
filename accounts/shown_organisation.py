"""How much of his organisation a person lets others see, and the one function that every place asks which shows a writer."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Organisation, User


class OrganisationShown(models.TextChoices):
    """What a person lets others see of where he belongs, or belonged when he wrote."""

    FULL = "full", "種類と名称を見せる"
    KIND = "kind", "種類だけを見せる"
    HIDDEN = "hidden", "見せない"


def shows_kind(person: "User | None") -> bool:
    """Whether the kind of the person's organisation may stand beside his name. Who has no account here has chosen nothing."""
    return person is None or person.organisation_shown != OrganisationShown.HIDDEN


def shown_organisation(person: "User", organisation: "Organisation | None", *, named: bool = False) -> str:
    """The organisation as others read it beside the person's name: its name, its kind (商工会), or "".

    `organisation` is the one he wrote for, or his own. `named`: the place names organisations, because its readers are few enough
    (supporters: on a person's page, on a case's). Staff's desks do not ask: they see what they confirm.
    """
    if organisation is None or not shows_kind(person):
        return ""
    if named and person.organisation_shown == OrganisationShown.FULL:
        return organisation.name
    return str(organisation.get_organisation_type_display())
