"""What the queue of reports knows about cases. Staff looked at each before it was published, so no reports take one out of sight."""

from bansou.moderation.reportables import Reportable, register
from cases.models import Case


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Reportable(
            kind="case", noun="事例", model=Case, visible_to=Case.objects.visible_to, view_name="cases:detail",
            writer=lambda case: case.author.display_name, author=lambda case: case.author, text=lambda case: case.summary,
        )
    )  # fmt: skip
