"""What staff fill in about people, in Wagtail's admin."""

from typing import Any

from accounts.models import User


class StaffUserFormMixin:
    """Wagtail's user forms without the name fields that our User does not have."""

    first_name = None
    last_name = None

    def clean_email(self) -> str:
        """One mailbox is one person, whatever the case of the letters."""
        address: str = self.cleaned_data["email"].strip().lower()  # type: ignore[attr-defined]
        return address

    def save(self, commit: bool = True) -> User:
        """Staff are those who have a role."""
        user: User = super().save(commit=False)  # type: ignore[misc]
        groups: Any = self.cleaned_data.get("groups")  # type: ignore[attr-defined]
        user.is_staff = bool(user.is_superuser or groups)
        if commit:
            user.save()
            self.save_m2m()  # type: ignore[attr-defined]
        return user
