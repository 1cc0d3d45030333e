"""The lines of the table of events that this room writes: whom they concern, who may read them now, what stands in inbox and mail."""

from bansou.notifications.events import Letter, Section, register, register_letters
from cases.tellers import authors, consents, follow_ups, reviewers, teams

LETTERS = (
    Letter(name="team_invitation", section=Section.CASES, words="支援チームへの招待", told="招待されたメールアドレスの方"),
    Letter(
        name="superior_asked", section=Section.CASES, words="公開前の確認のお願い", told="所属長（入力されたメールアドレスの方）"
    ),
    Letter(name="superior_reminded", section=Section.CASES, words="公開前の確認の、もう一度のお願い", told="返事のない所属長"),
)


def connect() -> None:
    """Called once when the app is ready."""
    register(*authors.TELLERS, *consents.TELLERS, *follow_ups.TELLERS, *teams.TELLERS, *reviewers.TELLERS)
    register_letters(*LETTERS)
