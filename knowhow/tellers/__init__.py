"""What the exchange tells people: for each of its events whom it concerns, who may read it now, its line and its letter.

Nothing of a clinic is told but that something happened there: neither its title, nor its texts, nor who stands behind an alias.
"""

from bansou.notifications.events import Teller, register
from knowhow.tellers.answers import HelpfulTeller, SolvedTeller, TriedTeller
from knowhow.tellers.cards import CardNotShownTeller, CardShownTeller
from knowhow.tellers.clinics import ClinicClosedTeller, ClinicEndedTeller
from knowhow.tellers.decisions import HiddenTeller, ShownAgainTeller, VersionHiddenTeller
from knowhow.tellers.duties import ReopenedTeller, ReopeningAskedTeller, UnansweredTeller
from knowhow.tellers.posts import MentionTeller, OwnReplyTeller, ReplyTeller, TopicTeller

#: In the order of the table.
TELLERS: tuple[Teller, ...] = (
    OwnReplyTeller(),
    MentionTeller(),
    ReplyTeller(),
    TopicTeller(),
    SolvedTeller(),
    TriedTeller(),
    HelpfulTeller(),
    ReopenedTeller(),
    ClinicClosedTeller(),
    ClinicEndedTeller(),
    CardShownTeller(),
    CardNotShownTeller(),
    HiddenTeller(),
    ShownAgainTeller(),
    VersionHiddenTeller(),
    ReopeningAskedTeller(),
    UnansweredTeller(),
)


def connect() -> None:
    """Called once when the app is ready."""
    register(*TELLERS)
