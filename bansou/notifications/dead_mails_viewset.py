"""Mails that were given up, in Wagtail's admin: try again, or let it be. What stands in a mail is not shown: it is for its recipient."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from accounts.access import person_of
from accounts.desks import DeskIndexView, DeskView, DeskViewSet
from bansou.notifications import actions
from bansou.notifications.models import OutgoingMail


class DeadMailIndexView(DeskIndexView):
    """The latest first."""

    page_title = "送れなかったメール"

    def get_base_queryset(self) -> Any:
        """Those that nobody has decided on."""
        return OutgoingMail.objects.dead()


class DeadMailView(DeskView):
    """One mail: to whom, since when, why not; and the two decisions."""

    model = OutgoingMail
    template_name = "notifications/admin/dead_mail.html"
    header_icon = "mail"
    page_title = "送れなかったメール"
    index_url_name = "dead-mails:index"

    def rows(self) -> Any:
        """Those that nobody has decided on."""
        return OutgoingMail.objects.dead()

    def decide(self, request: HttpRequest) -> str:
        """Try again or let it be."""
        numbers = [self.object.pk]
        if "retry" in request.POST:
            actions.retry_dead_mails(by=person_of(request), numbers=numbers)
            return "もう一度送ります。"
        if "drop" in request.POST:
            actions.drop_dead_mails(by=person_of(request), numbers=numbers)
            return "送らないことにしました。"
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The mail."""
        return super().get_context_data(**kwargs) | {"mail": self.object}


class DeadMailViewSet(DeskViewSet):
    """The list of staff."""

    model = OutgoingMail
    icon = "mail"
    menu_label = "送れなかったメール"
    menu_order = 350
    index_view_class = DeadMailIndexView
    desk_view_class = DeadMailView
    list_display = (
        TitleColumn("recipient", label="宛先", accessor=lambda mail: mail.recipient or str(mail), url_name="dead-mails:edit"),
        Column("last_error", label="最後のエラー"),
        Column("attempts", label="試した回数"),
        DateColumn("given_up_at", label="送信をやめた日時"),
    )
    search_fields = ("recipient",)
    search_backend_name = None


dead_mails_viewset = DeadMailViewSet("dead-mails")
