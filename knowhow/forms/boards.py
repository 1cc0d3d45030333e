"""The form with which staff arrange boards in the admin."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.audiences import can_read
from accounts.models import User
from knowhow.models import Board


class BoardForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A board. Its host is named by the address he signs in with: a list of all people would be long, and shown to all editors."""

    host_address = forms.EmailField(
        label="案内役のメールアドレス",
        required=False,
        help_text="案内役は、質問を解決にしたり、保管した話題をもう一度開いたりできます。ページには表示名だけが載ります。空にすると、案内役のいない掲示板になります。",
    )

    class Meta:
        model = Board
        fields = ("name", "slug", "group", "position", "purpose", "audience", "is_open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.host:
            self.initial["host_address"] = self.instance.host.email

    def clean(self) -> dict[str, Any]:
        """Find the host: somebody with an account who reads the board."""
        cleaned: dict[str, Any] = super().clean()
        address = cleaned.get("host_address", "").strip().lower()
        host = User.objects.filter(email=address, is_active=True).first() if address else None
        if address and "host_address" in cleaned:
            if host is None:
                self.add_error("host_address", "このメールアドレスで登録した方は見つかりません。")
            elif not can_read(host, cleaned.get("audience", "")):
                self.add_error("host_address", "この掲示板を読めない方は、案内役になれません。")
        self.instance.host = host
        return cleaned
