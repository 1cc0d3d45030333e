"""The pictures by which other sites show cases."""

from django.contrib.auth.models import AnonymousUser

from bansou.sharing.subjects import Subject, register
from cases.models import Case


def subject(key: int) -> Subject | None:
    """A case that everybody may read today."""
    case = Case.objects.visible_to(AnonymousUser()).filter(pk=key).only("title", "is_sample").first()
    return Subject(case.title, "支援事例（見本・架空）" if case.is_sample else "支援事例") if case else None


def connect() -> None:
    """Called once when the app is ready."""
    register("cases", subject)
