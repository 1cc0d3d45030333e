"""The queue in Wagtail's admin: what waits for a look, one entry with what may be done; the reasons; suspensions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.access import person_of
from accounts.desks import DeskIndexView, DeskView, DeskViewSet
from accounts.models import User
from accounts.refusals import Refused
from bansou.moderation import actions
from bansou.moderation.forms import DeskForm
from bansou.moderation.models import Reason, Report, Suspension
from bansou.moderation.reportables import reportable_of


class ReportIndexView(DeskIndexView):
    """What waits, the oldest first; what nothing shows to be a person's comes last, what is done after that."""

    def get_base_queryset(self) -> Any:
        """With what each row shows."""
        return Report.objects.select_related("reason", "closed_by").in_queue_order()


class ReportDeskView(DeskView):
    """One entry beside the thing it is about: decide with a reason, which the author reads, and answer whoever sent it."""

    model = Report
    template_name = "moderation/admin/report_desk.html"
    header_icon = "warning"
    page_title = "通報・確認待ち"
    index_url_name = "reports:index"

    def rows(self) -> Any:
        """All."""
        return Report.objects.select_related("reason", "notice__decision")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The entry, the thing and what may be done with it."""
        super().setup(request, *args, **kwargs)
        self.entry = reportable_of(self.object.target) if self.object.target is not None else None
        self.form = DeskForm(request.POST or None, person=request.user, report=self.object)

    def decide(self, request: HttpRequest) -> str:
        """A refusal is said at the form: what was typed stays."""
        if not self.form.is_valid():
            return ""
        words = self.form.cleaned_data
        try:
            actions.decide(
                by=person_of(request), report=self.object, act=words["act"], reason=words["reason"], answer=words["answer"]
            )
        except Refused as refusal:
            self.form.add_error(None, refusal.reason)
            return ""
        return "確認済みにしました。"

    def get_page_subtitle(self) -> str:
        """Which entry."""
        return str(self.object.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The thing, who wrote it, and what else was said about it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        target, entry = self.object.target, self.entry
        same = Report.objects.about(target).exclude(pk=self.object.pk).select_related("reason") if target is not None else []
        author = entry.author(target) if entry else None
        writer = entry.writer(target) if entry else ""
        return context | {
            "report": self.object,
            "target": target,
            "noun": entry.noun if entry else "",
            "writer": writer,
            # Whoever stands under an alias is suspended by whoever may know his name, not from here.
            "author": author if author is not None and writer == str(author) else None,
            "text": entry.text(target) if entry else "",
            "arrange_url": entry.arrange_url(target) if entry else "",
            "same": same,
            "form": self.form,
        }


class ReportViewSet(DeskViewSet):
    """The queue."""

    model = Report
    icon = "warning"
    menu_label = "通報・確認待ち"
    menu_order = 205
    index_view_class = ReportIndexView
    desk_view_class = ReportDeskView
    list_display = (
        TitleColumn("number", label="受付番号", url_name="reports:edit"),
        Column("why", label="きっかけ", accessor="why"),
        Column("target_name", label="対象"),
        Column("state", label="状態", accessor="get_state_display"),
        DateColumn("created_at", label="受付"),
        Column("closed_by", label="確認した人"),
    )
    list_filter = ("state", "origin", "reason")
    search_fields = ("number", "target_name", "address", "text")
    search_backend_name = None


class ReasonViewSet(ModelViewSet):  # type: ignore[misc]
    """Reasons that people and staff choose from."""

    model = Reason
    icon = "list-ul"
    menu_label = "通報と判断の理由"
    menu_order = 345
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ("use", "words", "explanation", "position", "is_active")
    list_display = (
        "words",
        Column("use", label="どこで選ぶか", accessor="get_use_display"),
        "explanation",
        "position",
        "is_active",
    )
    list_filter = ("use", "is_active")


class SuspensionForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Whom, until when, why."""

    whom = forms.CharField(label="止める方", help_text="利用者の番号か、登録したメールアドレスを入れます。")

    class Meta:
        model = Suspension
        fields = ("until", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    field_order = ("whom", "until", "reason")

    def clean_whom(self) -> User:
        """The person."""
        typed = str(self.cleaned_data["whom"]).strip()
        asked = {"pk": int(typed)} if typed.isascii() and typed.isdigit() and len(typed) < 19 else {"email": typed.lower()}
        person = User.objects.filter(**asked).first()
        if person is None:
            raise ValidationError("この利用者は見つかりません。")
        if person.is_staff:
            raise ValidationError("事務局の職員は止められません。役割を外してください。")
        return person

    def clean_until(self) -> Any:
        """In the future."""
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise ValidationError("これからの日時を入れてください。")
        return until


class LiftForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Why the person may write again."""

    why = forms.CharField(label="解除する理由", max_length=200, min_length=5, help_text="ご本人にこのまま伝わります。")

    class Meta:
        model = Suspension
        fields = ()


class SuspensionCreateView(CreateView):  # type: ignore[misc]
    """Suspend."""

    def get_form_class(self) -> type[SuspensionForm]:
        """Our own."""
        return SuspensionForm

    def get_initial(self) -> dict[str, Any]:
        """The person that the desk names."""
        return {"whom": self.request.GET.get("person", "")}

    def save_instance(self) -> Suspension:
        """By the action, which records and tells."""
        words = self.form.cleaned_data
        return actions.suspend(by=person_of(self.request), person=words["whom"], until=words["until"], reason=words["reason"])


class SuspensionEditView(EditView):  # type: ignore[misc]
    """Lift."""

    def get_form_class(self) -> type[LiftForm]:
        """Our own."""
        return LiftForm

    def save_instance(self) -> Suspension:
        """By the action, which records and tells."""
        actions.lift_suspension(by=person_of(self.request), suspension=self.object, reason=self.form.cleaned_data["why"])
        return Suspension.objects.get(pk=self.object.pk)


class SuspensionViewSet(ModelViewSet):  # type: ignore[misc]
    """Who may not write, until when and why; opening one lifts it."""

    model = Suspension
    icon = "lock"
    menu_label = "投稿の停止"
    menu_order = 335
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = SuspensionCreateView
    edit_view_class = SuspensionEditView
    form_fields = ("until", "reason")
    list_display = (
        TitleColumn("person", label="利用者", url_name="suspensions:edit"),
        Column("term", label="期限", accessor="term"),
        "reason",
        Column("by", label="決めた人"),
        DateColumn("created_at", label="決めた日時"),
        DateColumn("lifted_at", label="解除"),
    )
    ordering = ("-pk",)


report_viewset = ReportViewSet("reports")
reason_viewset = ReasonViewSet("reasons")
suspension_viewset = SuspensionViewSet("suspensions")
