"""What was told to a person is in the file of his data, and gone after he left."""

import pytest

from accounts.leaving import leaving_rules
from accounts.my_data import data_of
from bansou.notifications.actions import choose_mails, tell
from bansou.notifications.events import Mail
from bansou.notifications.models import EventChoice, MailPreferences, Notice, Occurrence, OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tellers")]


@pytest.fixture
def _known(tellers, member, supporter):
    choose_mails(by=member, ways={"news": Mail.AT_ONCE}, rhythm="daily", stops_all=False)
    tell("returned", target_id=1, thread="case:1", by=supporter, to=[member])
    tell("reply", target_id=2, thread="topic:2", by=member, to=[supporter])


@pytest.mark.usefixtures("_known")
def test_the_file_of_ones_data_has_what_one_was_told_did_and_chose_and_nothing_of_others(member):
    tables = {table.name: table for part in data_of(member) for table in part.tables}

    told, done, chosen = (tables[name].rows for name in ("inbox", "occurrences", "mail_choices"))
    assert [row[0] for row in told] == ["見本（returned）"]
    assert [row[0] for row in done] == ["見本（reply）"]
    assert chosen == (("見本（news）", "すぐにメール"),)
    assert tables["mail_preferences"].rows[0][0] == "毎日"
    assert len(tables["mails"].rows) == 1
    assert not any("あおい" in str(value) for row in told for value in row)


@pytest.mark.usefixtures("_known")
def test_of_whoever_left_nothing_stays_and_others_keep_theirs(member, supporter):
    for rules in leaving_rules():
        rules.erase(member, member.email)

    for model in (Notice, EventChoice, MailPreferences):
        assert not model.objects.filter(person=member).exists()
    assert not OutgoingMail.objects.filter(person=member).exists()
    assert not OutgoingMail.objects.filter(recipient=member.email).exists()
    assert not Occurrence.objects.filter(by=member).exists()
    assert Notice.objects.of(supporter).count() == 1
