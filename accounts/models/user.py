"""The person who signs in. The e-mail address is the login name; others see the display name."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models.membership import Membership
from accounts.models.organisation import Organisation
from accounts.shown_organisation import OrganisationShown, shown_organisation


class UserManager(BaseUserManager["User"]):
    """Makes people; addresses are kept in lower case so that one mailbox is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who may sign in once the address is confirmed."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An owner: agency staff with every right."""
        fields.setdefault("display_name", "管理者")
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in finds the person whatever the case of the letters."""
        return self.get(email=(username or "").strip().lower())

    def of_address(self, address: str) -> "User | None":
        """Who signs in with the address: whose confirmed address it is, or whose account began with it; active or not.

        Both questions are asked whoever answers: the time of sign-in must not tell whether there is an account.
        """
        from allauth.account.models import EmailAddress  # needs our User first

        address = address.strip().lower()
        begun = self.filter(email=address).first()
        confirmed = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
        return confirmed.user if confirmed else begun


class User(AbstractBaseUser, PermissionsMixin):
    """A person: reader, supporter or agency staff. What someone may do follows from membership and role, not from this row."""

    email = models.EmailField(
        "メールアドレス", max_length=254, unique=True, error_messages={"unique": "このメールアドレスは登録済みです。"}
    )
    display_name = models.CharField("表示名", max_length=40)
    is_active = models.BooleanField("有効", default=True)
    is_staff = models.BooleanField(
        "事務局", default=False, help_text="事務局の職員です。役割（グループ）を外すと、自動でオフになります。"
    )
    listed_at_organisation = models.BooleanField("所属機関のページにのる", default=False)
    date_joined = models.DateTimeField("登録日時", default=timezone.now)
    organisation_shown = models.CharField("所属の見せ方", max_length=6, choices=OrganisationShown, default=OrganisationShown.FULL)
    #: When the person left. The row stays, because what he wrote names it; it says nothing of him (accounts.models.closing).
    closed_at = models.DateTimeField("退会した日時", null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = "利用者"
        verbose_name_plural = "利用者"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_lower_case"),
            models.CheckConstraint(
                condition=models.Q(organisation_shown__in=OrganisationShown.values), name="known_organisation_shown"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(is_active=False),
                name="who_left_does_not_sign_in",
                violation_error_message="退会した方です。退会の取り消しは「退会」の画面で行います。",
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @classmethod
    def of_key(cls, pk: int) -> "User":
        """A person of whom nothing but the key is known, for prepared reads: whoever looks at anything else of him asks the database in vain."""
        return cls.from_db(None, ["id"], [pk])

    def get_full_name(self) -> str:
        """The name that others see; Wagtail's admin asks for it by this name."""
        return self.display_name

    @property
    def first_name(self) -> str:
        """As `get_full_name`: Wagtail's sidebar greets by it, and would show the address otherwise."""
        return self.display_name

    def get_short_name(self) -> str:
        """As `get_full_name`."""
        return self.display_name

    @cached_property
    def membership(self) -> Membership | None:
        """The living membership, with its organisation, or None. One query, once a request."""
        return Membership.objects.living().filter(user=self).select_related("organisation").first()

    @property
    def organisation(self) -> Organisation | None:
        """The organisation that the person belongs to now."""
        return self.membership.organisation if self.membership else None

    @property
    def organisation_words(self) -> str:
        """The organisation as a letter to somebody whom he asked or joined names it; "" where there is none, or where he hides it."""
        return shown_organisation(self, self.organisation, named=True)

    def addresses(self) -> set[str]:
        """The addresses that are the person's: the one he signs in with, and others that he confirmed."""
        from allauth.account.models import EmailAddress  # needs our User first

        return {self.email, *EmailAddress.objects.filter(user=self, verified=True).values_list("email", flat=True)}

    def has_address(self, address: str) -> bool:
        """Whether the address is one of the person's."""
        address = address.strip().lower()
        return self.email == address or address in self.addresses()

    @property
    def is_supporter(self) -> bool:
        """Whether the person is a verified supporter: belongs, confirmed, to a verified organisation."""
        return self.is_active and self.membership is not None and self.membership.makes_supporter


def display_name_of(user: User) -> str:
    """How sign-in pages and mails call the person."""
    return user.display_name
