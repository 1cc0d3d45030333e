"""Why a case is taken out of sight."""

from bansou.forms.base import SiteForm
from bansou.forms.fields import LineField


class WithdrawForm(SiteForm):
    """One reason."""

    reason = LineField(
        label="公開をやめる理由", max_length=200, help_text="運営の記録に残ります。会社の名前は書かないでください。"
    )
