"""Organisations that support companies, and the mail domains that speak for them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts.abilities import Ability
from accounts.audiences import Person
from accounts.mail_domains import clean_domain, domain_of
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Prefecture


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def visible_to(self, user: Person) -> "OrganisationQuerySet":
        """Those that have a page for the person: verified ones; for staff all."""
        return self if user.is_authenticated and user.is_staff else self.verified()

    def verified(self) -> "OrganisationQuerySet":
        """Those of which staff know that they exist."""
        return self.filter(is_verified=True)

    def in_directory(self) -> "OrganisationQuerySet":
        """Those that want to be found by others."""
        return self.verified().filter(in_directory=True)

    def named_like(self, words: str, *, prefecture: str = "") -> "OrganisationQuerySet":
        """Verified ones whose name has all the words in it, in one prefecture if one is given."""
        found = self.verified().filter(prefecture=prefecture) if prefecture else self.verified()
        for word in words.split():
            found = found.filter(name__icontains=word)
        return found

    def of_address(self, address: str) -> "Organisation | None":
        """The verified one for which the address's domain speaks."""
        return self.verified().filter(domains__domain=domain_of(address)).first()


class Organisation(models.Model):
    """A supporting body. Only a verified one makes its people supporters."""

    name = models.CharField("名称", max_length=80)
    organisation_type = models.CharField("種別", max_length=24, choices=OrganisationType)
    prefecture = models.CharField("都道府県", max_length=2, choices=Prefecture)
    is_verified = models.BooleanField(
        "確認済み", default=False, help_text="事務局が実在を確認した組織です。所属する人は支援者として投稿できます。"
    )
    about = models.TextField("紹介", max_length=400, blank=True, help_text="どんな機関か、どんな支援が得意かを、400文字までで。")
    abilities = ArrayField(models.CharField(max_length=16, choices=Ability), verbose_name="できること", default=list, blank=True)
    contact_desk = models.CharField("窓口", max_length=60, blank=True, help_text="課や係の名前。担当者個人の名前は書きません。")
    contact_phone = models.CharField("電話番号", max_length=20, blank=True, help_text="代表番号または窓口の番号。")
    contact_email = models.EmailField("メールアドレス", blank=True, help_text="窓口のアドレス。個人のアドレスは書きません。")
    website = models.URLField("ウェブサイト", blank=True)
    in_directory = models.BooleanField(
        "連携さがしにのせる", default=False, help_text="機関から申し出があったときだけ、のせます。連絡先がどれか一つ必要です。"
    )
    created_at = models.DateTimeField("登録日時", default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "支援機関"
        verbose_name_plural = "支援機関"
        ordering = ("prefecture", "name")
        indexes = (
            GinIndex(fields=("abilities",), name="organisation_abilities"),
            models.Index(fields=("id",), condition=Q(in_directory=True, is_verified=True), name="organisations_in_directory"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("name", "prefecture"),
                name="one_organisation_per_name_and_prefecture",
                violation_error_message="同じ名称の支援機関が、この都道府県に登録済みです。",
            ),
            models.CheckConstraint(condition=Q(organisation_type__in=OrganisationType.values), name="known_organisation_type"),
            models.CheckConstraint(condition=Q(prefecture__in=Prefecture.values), name="known_organisation_prefecture"),
            models.CheckConstraint(condition=Q(abilities__contained_by=Ability.values), name="known_organisation_abilities"),
            models.CheckConstraint(
                condition=Q(in_directory=False) | ~Q(contact_phone="") | ~Q(contact_email="") | ~Q(website=""),
                name="directory_entry_has_contact",
                violation_error_message="連携さがしにのせるには、電話番号、メールアドレス、ウェブサイトのどれかを入力してください。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("accounts:organisation", args=[self.pk])

    @property
    def ability_labels(self) -> list[str]:
        """What it can do, in the order of the vocabulary."""
        return [ability.label for ability in Ability if ability in self.abilities]


class OrganisationDomain(models.Model):
    """A mail domain that is one organisation's alone: a confirmed address in it proves that its owner belongs there."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains", verbose_name="支援機関")
    domain = models.CharField(
        "ドメイン", max_length=253, unique=True, error_messages={"unique": "このドメインは、ほかの支援機関に登録済みです。"}
    )

    organisation_id: int

    class Meta:
        verbose_name = "メールのドメイン"
        verbose_name_plural = "メールのドメイン"
        ordering = ("domain",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(domain=Lower("domain")) & Q(domain__contains="."), name="domain_in_lower_case"),
        )

    def __str__(self) -> str:
        return self.domain

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse what anybody may have an address in, whoever writes it."""
        self.domain = clean_domain(self.domain)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
