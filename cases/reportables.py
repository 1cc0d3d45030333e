"""What the queue of reports knows about cases. Staff looked at each before it was published, so no reports take one out of sight."""

from accounts.models import User
from bansou.moderation.reportables import Act, Reportable, register
from cases.actions import withdraw_case
from cases.models import Case


def _withdraw(*, by: User, target: Case, reason: str) -> None:
    withdraw_case(case=target, by=by, reason=reason)


def _acts(case: Case) -> dict[str, tuple[str, Act]]:
    return {"withdraw": ("公開をやめる", _withdraw)} if case.live else {}


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Reportable(
            kind="case", noun="事例", model=Case, visible_to=Case.objects.visible_to, view_name="cases:detail",
            writer=lambda case: case.author.display_name, author=lambda case: case.author, text=lambda case: case.summary,
            acts=_acts,
        )
    )  # fmt: skip
