"""What staff may set about themselves in Wagtail's admin; address, password and second factor are allauth's pages."""

from typing import Any

from django import forms
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
)

from accounts.models import User


class DisplayNameForm(forms.ModelForm[User]):
    """The name that others see."""

    class Meta:
        model = User
        fields = ("display_name",)


class DisplayNamePanel(BaseSettingsPanel):  # type: ignore[misc]
    """In place of Wagtail's first and last name, which our User does not have."""

    name = "display_name"
    title = "表示名"
    order = 100
    form_class = DisplayNameForm


class StaffAccountView(AccountView):  # type: ignore[misc]
    """Wagtail's account page with our panel. No profile pictures: they would be stored as sent, with EXIF and GPS."""

    def get_panels(self) -> list[Any]:
        """Wagtail's panels but for those that our User or our rules rule out."""
        ruled_out = (NameEmailSettingsPanel, AvatarSettingsPanel, ChangePasswordPanel)
        panels = [panel for panel in super().get_panels() if not isinstance(panel, ruled_out)]
        return [DisplayNamePanel(self.request, self.request.user, profile=None), *panels]
