"""Those who left within the last 30 days, in Wagtail's admin: opening one undoes it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.access import person_of
from accounts.actions import reopen_account
from accounts.models import Closing
from accounts.refusals import Refused


class ReopenForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Why it is undone."""

    why = forms.CharField(
        label="退会を取り消す理由",
        max_length=200,
        min_length=5,
        help_text="運営の記録に残ります。ご本人からの申し出であることを確かめてください。例：ご本人から電話で申し出があった",
    )

    class Meta:
        model = Closing
        fields = ()


class ClosingIndexView(IndexView):  # type: ignore[misc]
    """The latest first. The address is not shown: nobody needs it to undo."""

    def get_base_queryset(self) -> Any:
        """With the rows of the people."""
        return Closing.objects.select_related("user")


class ClosingEditView(EditView):  # type: ignore[misc]
    """Undo."""

    success_message = "退会を取り消しました。"
    page_title = "退会を取り消す"

    def get_form_class(self) -> type[ReopenForm]:
        """Our own."""
        return ReopenForm

    def form_valid(self, form: ReopenForm) -> Any:
        """A refusal is said at the form."""
        try:
            return super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, ValidationError(refusal.reason))
            return self.form_invalid(form)

    def save_instance(self) -> Closing:
        """By the action, which records and tells."""
        closing: Closing = self.object
        reopen_account(user=closing.user, by=person_of(self.request), reason=self.form.cleaned_data["why"])
        return closing

    def get_success_buttons(self) -> list[Any]:
        """None: there is nothing left to edit."""
        return []


class ClosingViewSet(ModelViewSet):  # type: ignore[misc]
    """Who left, and until when it can be undone."""

    model = Closing
    icon = "logout"
    menu_label = "退会"
    menu_order = 340
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = ClosingIndexView
    edit_view_class = ClosingEditView
    form_fields = ()
    list_display = (
        TitleColumn("kept_name", label="表示名", url_name="closings:edit"),
        DateColumn("closed_at", label="退会した日", accessor="user.closed_at"),
        Column("erased_on", label="この日に消えます", accessor="erased_on"),
        BooleanColumn("is_withdrawn", label="書いたものも取り下げた"),
    )
    search_fields = ("kept_name",)


closing_viewset = ClosingViewSet("closings")
