"""A file of cases/samples/ becomes a published case with every row, or says what is wrong with it."""

import pytest
from django.core.exceptions import ValidationError

from cases import setup
from cases.models import Case, FollowUp
from cases.permissions import missing_for_review
from tests.factories import photo_with_gps

pytestmark = pytest.mark.django_db

FULL = """
title = "断る注文を班長と決めるようになった"
summary = "現場の声を聞いていなかったことに気づいた。"
disclosure = "anonymous"
display_name = "A社"
industry = "E"
industry_note = "水産加工業"
area = "03"
employee_band = "21-50"
founded_decade = 1970
president_role = "later"
support_started = "2024-04"
support_ended = "2025-01"
meetings_count = 14
support_format = "advanced"
trigger = "visit"
first_request = "商談会に出たい。"
first_themes = ["sales"]
situation_before = "車の中で弁当を食べていました。"
real_issue = "現場を見ていなかった。"
real_themes = ["communication"]
issue_path = "昼休みの話から。"
issue_named_by = "president"
noticing = "弁当に気づいた。"
noticing_episode = 2
conviction_not_yet = true
worked_with = ["bank"]
tools = ["hearing"]
collaboration = "銀行の担当者も同席した。"
behaviour_change = "班長が先に話す。"
self_running = "signs"
self_running_evidence = "班長だけで断った。"
president_voice = "こわかった。"
president_voice_agreed = true
went_badly = "待てなかった。"
reflections_public = true
keywords = ["昼休み"]
author = "aoi"
published = "2025-06-01"

[[episodes]]
question = "一つ目"
unsaid = "早く答えを言いたかった。"
walls = ["see"]

[[episodes]]
question = "二つ目"
mark = "noticing"

[[episodes]]
question = "三つ目"

[[walls]]
wall = "see"
height = "high"
how_passed = "一緒に数えた。"
outcome = "passed"

[[actions]]
what = "基準を書き出した。"
who = "班長二人"
timing = "6か月目"
supporter_part = "聞いていた。"

[[numbers]]
indicator = "断った注文"
after = "約2割"
audience = "public"

[[trends]]
item = "business"
trend = "better"

[[points]]
heading = "昼休みから"
text = "食べる場所に出ていた。"

[[figures]]
file = "board.jpg"
alt = "黒板"

[[sources]]
label = "ガイドライン"
url = "https://example.jp/"

[[team]]
user = "ren"
role = "second"

[[team]]
name = "さとう（架空）"
organisation_type = "bank"
role = "introducer"

[[follow_ups]]
months = 3
on = "2025-05"
text = "続いている。"
self_running = "running"
"""


@pytest.fixture
def load(tmp_path, monkeypatch, supporter, other_supporter, reviewer):
    """Load one file of this text."""
    setup.write_themes()
    setup.write_review_workflow()
    monkeypatch.setattr(setup, "SAMPLES", tmp_path)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "board.jpg").write_bytes(photo_with_gps(size=(64, 48)).read())

    def _load(text: str) -> Case:
        (tmp_path / "99-full.toml").write_text(text, encoding="utf-8")
        setup.load_samples(authors={"aoi": supporter, "ren": other_supporter}, reviewer=reviewer)
        return Case.objects.get()

    return _load


def test_a_full_file_becomes_a_published_case_that_misses_nothing(load, supporter, other_supporter):
    case = load(FULL)

    assert case.live
    assert case.is_sample
    assert missing_for_review(case) == []
    assert case.noticing_episode == case.episodes.all()[1].key
    assert (case.episodes.first().unsaid, case.episodes.first().walls) == ("早く答えを言いたかった。", ["see"])
    assert case.numbers.get().audience == "public"
    assert case.figures.get().picture.uploaded_by_user == supporter
    assert [(row.user, row.name, row.organisation_type) for row in case.members.all()] == [
        (other_supporter, "", "society"),
        (None, "さとう（架空）", "bank"),
    ]
    follow_up = FollowUp.objects.visible_to(other_supporter).get()
    assert (str(follow_up.due_on), str(follow_up.month), follow_up.author) == ("2025-04-01", "2025-05-01", supporter)


def test_dialogues_have_the_same_keys_however_often_the_samples_are_loaded(load):
    first = [episode.key for episode in load(FULL).episodes.all()]
    Case.objects.all().delete()

    assert [episode.key for episode in load(FULL).episodes.all()] == first


@pytest.mark.parametrize(
    ("there", "instead", "words"),
    [
        ('title = "断', f'title = "{"長" * 60}断', "60"),
        ("noticing_episode = 2", "noticing_episode = 4", "no episode 4"),
        ('area = "03"', 'area = "99"', "99"),
        ('president_role = "later"', 'president_role = "king"', "king"),
        ('tools = ["hearing"]', 'tools = ["hammer"]', "hammer"),
        ('real_themes = ["communication"]', 'real_themes = ["nowhere"]', "nowhere"),
        ('keywords = ["昼休み"]', 'colour = "red"', "unknown keys: colour"),
        ('height = "high"', 'size = "high"', "unknown keys in walls: size"),
        ('outcome = "passed"', 'outcome = "flown"', "flown"),
        ('url = "https://example.jp/"', 'url = "nowhere"', "URL"),
        ('role = "introducer"', 'role = "boss"', "boss"),
        ('support_ended = "2025-01"', "", "need support_ended"),
        ('on = "2025-05"', 'on = "2025-03"', "tells of 2025-04"),
        ("months = 3", "months = 4", "4"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(there, instead, words, load):
    assert there in FULL

    with pytest.raises(ValidationError) as raised:
        load(FULL.replace(there, instead))

    assert words in str(raised.value)
    assert raised.value.__notes__ == ["in 99-full.toml"]
    assert not Case.objects.exists()
