"""The table of events in the docs is the code's."""

from pathlib import Path

import pytest
from django.core.management import call_command

from bansou.notifications.events import Mail, events

EVENTS = Path(__file__).resolve().parents[2] / "bansou" / "notifications" / "EVENTS.md"
LETTERS = Path(__file__).resolve().parents[2] / "templates" / "notifications" / "letters"


def test_the_table_in_the_docs_is_what_the_code_says(capsys):
    call_command("show_events")

    assert capsys.readouterr().out == EVENTS.read_text(encoding="utf-8"), "manage.py show_events > bansou/notifications/EVENTS.md"


def test_the_way_that_holds_is_one_that_can_be_chosen_and_a_mail_at_once_has_a_letter():
    for event in events():
        assert event.mail in event.choices, event.name
        assert event.letter or Mail.AT_ONCE not in event.choices, event.name
        assert not event.letter or (LETTERS / f"{event.letter}.txt").exists(), event.name


@pytest.mark.parametrize(
    ("ways", "quietest"),
    [
        ((Mail.AT_ONCE, None), Mail.AT_ONCE),
        (("digest", "at_once"), Mail.DIGEST),
        (("never", "digest"), Mail.NEVER),
        ((), Mail.AT_ONCE),
    ],
)
def test_of_two_wishes_the_quieter_holds(ways, quietest):
    assert Mail.quieter(*ways) == quietest
