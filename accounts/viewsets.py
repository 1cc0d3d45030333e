"""People in Wagtail's admin."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from accounts.access import person_of
from accounts.forms import StaffUserFormMixin
from accounts.looks import record_look
from accounts.role_changes import witnessed


class StaffUserCreationForm(StaffUserFormMixin, UserCreationForm):  # type: ignore[misc]
    """Makes a person; they set their password by mail."""

    class Meta(UserCreationForm.Meta):  # type: ignore[misc]
        fields = ("email", "display_name", "groups")


class StaffUserEditForm(StaffUserFormMixin, UserEditForm):  # type: ignore[misc]
    """Edits a person."""

    class Meta(UserEditForm.Meta):  # type: ignore[misc]
        fields = ("email", "display_name", "is_active", "is_superuser", "groups")


class StaffUserCreateView(CreateView):  # type: ignore[misc]
    """Wagtail's view; the roles given are told to the witnesses."""

    def save_instance(self) -> Any:
        """One transaction with what the witnesses write."""
        with transaction.atomic(), witnessed(self.form.instance, by=person_of(self.request)):
            return super().save_instance()


class StaffUserEditView(EditView):  # type: ignore[misc]
    """Wagtail's view, which shows the address: each opening is written down. A change of roles is told to the witnesses."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A look at somebody else's address."""
        person = self.get_object()
        if person != request.user:
            record_look(by=person_of(request), at=person, what="メールアドレス", reason="利用者の編集画面を開いた")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def save_instance(self) -> Any:
        """One transaction with what the witnesses write."""
        with transaction.atomic(), witnessed(self.form.instance, by=person_of(self.request)):
            return super().save_instance()


class StaffUserIndexView(IndexView):  # type: ignore[misc]
    """Wagtail's list of people, which searches for fields that our User has."""

    search_fields = ("email", "display_name")


class StaffUserViewSet(UserViewSet):  # type: ignore[misc]
    """Wagtail's users with the fields of our User. Owners only: the right to change people is the right to everything."""

    index_view_class = StaffUserIndexView
    add_view_class = StaffUserCreateView
    edit_view_class = StaffUserEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        """The form for adding or editing."""
        return StaffUserEditForm if for_update else StaffUserCreationForm
