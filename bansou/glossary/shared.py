"""The pictures by which other sites show terms."""

from bansou.glossary.models import Term
from bansou.sharing.subjects import Subject, register


def subject(key: int) -> Subject | None:
    """A term of the glossary."""
    term = Term.objects.published().filter(pk=key).only("name").first()
    return Subject(term.name, "伴走支援の用語") if term else None


def connect() -> None:
    """Called once when the app is ready."""
    register("terms", subject)
