"""What the queue of reports knows about answers of 読む演習."""

from accounts.models import User
from bansou.moderation.reportables import Act, Reportable, register
from bansou.school import practice_actions as actions
from bansou.school.models import ReadingAnswer, ShownAs
from bansou.school.reading_pages import ALIAS


def _writer(answer: ReadingAnswer) -> str:
    return answer.author.display_name if answer.shown_as == ShownAs.NAME else ALIAS


def _author(answer: ReadingAnswer) -> User:
    return answer.author


def _acts(answer: ReadingAnswer) -> dict[str, tuple[str, Act]]:
    if answer.is_hidden:
        return {"show": ("表示に戻す", actions.show_answer_again)}
    release: dict[str, tuple[str, Act]] = {"release": ("確認して表示する", actions.release_answer)} if answer.held_at else {}
    return release | {"hide": ("非表示にする", actions.hide_answer)}


def _text(answer: ReadingAnswer) -> str:
    return f"{answer.text}\n{answer.reason}".strip()


def connect() -> None:
    """Called once when the app is ready."""
    register(
        Reportable(
            kind="reading_answer", noun="演習の問いかけ", model=ReadingAnswer, visible_to=ReadingAnswer.objects.visible_to,
            writer=_writer, author=_author, hold=actions.hold_reported_answer, acts=_acts, text=_text,
        )
    )  # fmt: skip
