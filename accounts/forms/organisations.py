"""What staff fill in about organisations and belongings, in Wagtail's admin; and the conditions of the directory."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.abilities import Ability
from accounts.actions import set_domains
from accounts.mail_domains import clean_domain
from accounts.models import BelongingRequest, Membership, Organisation, OrganisationDomain
from accounts.organisation_types import OrganisationType
from accounts.prefectures import Block, Prefecture
from bansou.forms.fields import LineField


class DomainsField(forms.CharField):
    """Mail domains, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """Each as it is kept; raises ValidationError for one that cannot speak for an organisation."""
        lines = super().clean(value).splitlines()
        return list(dict.fromkeys(clean_domain(line) for line in lines if line.strip()))


class OrganisationForm(WagtailAdminModelForm):  # type: ignore[misc]
    """An organisation with its domains."""

    abilities = forms.MultipleChoiceField(
        label="できること", choices=Ability.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    domains = DomainsField(
        label="メールのドメイン",
        required=False,
        help_text="この機関だけが使うドメインを、1行に1つ。ここのアドレスを確認した方は、自動でこの機関の所属になります。いくつもの機関が共同で使うドメインは、書かないでください。",
    )

    class Meta:
        model = Organisation
        fields = (
            "name", "organisation_type", "prefecture", "is_verified", "about", "contact_desk", "contact_phone", "contact_email",
            "website", "in_directory",
        )  # fmt: skip
        field_classes = {"website": forms.URLField}

    field_order = (
        "name", "organisation_type", "prefecture", "is_verified", "domains", "about", "abilities", "contact_desk", "contact_phone",
        "contact_email", "website", "in_directory",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].widget = forms.Textarea(attrs={"rows": 4})
        if self.instance.pk:
            self.fields["domains"].initial = "\n".join(self.instance.domains.values_list("domain", flat=True))
            self.fields["abilities"].initial = self.instance.abilities

    def clean_domains(self) -> list[str]:
        """Nobody else's."""
        domains: list[str] = self.cleaned_data["domains"]
        taken = OrganisationDomain.objects.filter(domain__in=domains).exclude(organisation=self.instance.pk)
        for row in taken.select_related("organisation"):
            raise ValidationError(f"「{row.domain}」は、{row.organisation}のドメインとして登録済みです。", code="taken")
        return domains

    def _post_clean(self) -> None:
        self.instance.abilities = self.cleaned_data.get("abilities", [])
        super()._post_clean()

    def save(self, commit: bool = True) -> Organisation:
        """The organisation, then its domains."""
        organisation: Organisation = super().save(commit)
        set_domains(organisation=organisation, domains=self.cleaned_data["domains"], by=self.for_user)
        return organisation


class MembershipForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Whom staff confirm of their own accord, and where."""

    class Meta:
        model = Membership
        fields = ("user", "organisation")

    def _get_validation_exclusions(self) -> set[str]:
        """A living belonging elsewhere is no mistake: it ends."""
        return {*super()._get_validation_exclusions(), "user"}


class MembershipEndForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Why staff end a belonging."""

    reason = LineField(
        label="所属を終える理由", max_length=300, help_text="保存すると所属が終わり、この理由をご本人にメールで知らせます。"
    )

    class Meta:
        model = Membership
        fields = ()


class GrantForm(forms.Form):
    """Which organisation staff confirm; the described one may be entered by the same press."""

    organisation = forms.ModelChoiceField(
        label="支援機関", queryset=Organisation.objects.none(), required=False, empty_label="（申し込みの名称で、新しく登録する）"
    )

    def __init__(self, *args: Any, request: BelongingRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prefecture = request.organisation.prefecture if request.organisation else request.prefecture
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.verified().filter(prefecture=prefecture).order_by("name", "pk")
        if request.organisation:
            field.initial, field.required, field.empty_label = request.organisation, True, None


class RefusalForm(forms.Form):
    """Why a belonging could not be confirmed."""

    reason = LineField(
        label="確認できなかった理由",
        max_length=300,
        help_text="ご本人にメールで届きます。どうすれば確認できるかも書いてください。例：「お名前を職員紹介で見つけられませんでした。名刺の写真を添えて、もう一度お申し込みください」",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DirectoryForm(forms.Form):
    """The conditions of 連携さがし. Sent by GET; an unknown value is as none."""

    kind = forms.ChoiceField(label="種別", choices=[("", "すべての種別"), *OrganisationType.choices], required=False)
    area = forms.ChoiceField(
        label="地域",
        choices=[("", "全国"), ("地方", Block.choices), ("都道府県", Prefecture.choices)],
        required=False,
    )
    can = forms.ChoiceField(label="できること", choices=[("", "すべて"), *Ability.choices], required=False)

    def conditions(self) -> dict[str, str]:
        """The conditions that were chosen, and that exist."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def labels(self) -> Iterable[str]:
        """The chosen conditions in words."""
        words = dict([*OrganisationType.choices, *Block.choices, *Prefecture.choices, *Ability.choices])
        return [words[value] for value in self.conditions().values()]
