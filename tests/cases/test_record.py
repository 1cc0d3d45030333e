"""The full record: any part is written alone, every row belongs to the version, dialogues keep their keys."""

import importlib
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.refusals import Refused
from cases.actions import edit_case, latest_version, start_case, submit_case
from cases.models import Case, CaseFigure, CaseMember, CaseWall, Episode, FollowUp, LocabenTrend, ResultNumber, SourceNote
from cases.permissions import Need, missing_for_review
from cases.record import FIELDS, ROW_KINDS, STEP_FIELDS, STEP_ROWS, Step
from cases.statuses import FOLLOW_UP_TRANSITIONS, FollowUpStatus, Status
from tests.factories import COMPLETE, approve_all_steps, complete_rows, fresh, hand_in, make_case, make_full_case, photo_with_gps

pytestmark = pytest.mark.django_db

#: Fields of a case that nobody types: Wagtail's, ours, and staff's keywords.
_KEPT_BY_US = {
    "id", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "go_live_at", "expire_at", "expired",
    "latest_revision", "live_revision", "locked", "locked_at", "locked_by", "keywords", "author", "organisation", "is_sample",
    "submission_key", "created_at", "covered_until", "withdrawn_at",
}  # fmt: skip


def _written(case: Case) -> dict[str, list[dict]]:
    """Every field of every row, in order."""
    columns = {name: [*kind.columns, "sort_order"] for name, kind in ROW_KINDS.items()}
    columns["episodes"].append("key")
    return {
        name: [{column: getattr(row, column) for column in columns[name]} for row in getattr(case, name).all()]
        for name in columns
    }


def _edit(case: Case, *, answers=None, rows=None) -> Case:
    return edit_case(case=case, by=case.author, answers=answers or {}, rows=rows or {}, based_on=fresh(case).latest_revision_id)


def test_every_field_that_is_typed_belongs_to_one_step():
    typed = {field.name for field in (*Case._meta.concrete_fields, *Case._meta.many_to_many)} - _KEPT_BY_US

    assert len(FIELDS) == len(set(FIELDS))
    assert set(FIELDS) == typed
    assert set(STEP_FIELDS) == set(STEP_ROWS) == set(Step)
    assert sorted(name for names in STEP_ROWS.values() for name in names) == sorted(ROW_KINDS)


def test_one_step_leaves_what_the_others_wrote(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer, status=Status.DRAFT)
    before, rows_before = {name: getattr(full.case, name) for name in ("noticing", "tools", "went_well")}, _written(full.case)

    _edit(full.case, answers={"title": "新しい題名"}, rows={"points": []})

    version = latest_version(fresh(full.case))
    assert version.title == "新しい題名"
    assert {name: getattr(version, name) for name in before} == before
    assert _written(version) == rows_before | {"points": []}


def test_a_version_holds_every_field_of_every_row_in_order(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer)
    stored, case = _written(full.case), fresh(full.case)

    assert _written(latest_version(case)) == stored
    assert all(rows for rows in stored.values())
    texts = [str(value) for rows in stored.values() for row in rows for value in row.values()]
    assert all(any(word in text for text in texts) for key, word in full.words.items() if key.split(".")[0] not in _NOT_ROWS)


_NOT_ROWS = {"case", "followup", "followup(draft)", "casemember"}


def test_an_edit_of_a_published_case_and_the_return_to_the_earlier_version_keep_keys_and_order(supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer)
    earlier, published = full.case.latest_revision, _written(full.case)
    keys = [episode.key for episode in full.case.episodes.all()]
    rows = [{"key": keys[2]}, {"key": keys[0]}, {"question": "新しい問いかけ"}, {"key": keys[1]}]

    version = _edit(full.case, rows={"episodes": rows, "sources": []})

    new = [episode.key for episode in version.episodes.all()]
    assert [new[0], new[1], new[3]] == [keys[2], keys[0], keys[1]]
    assert _written(fresh(full.case)) == published
    hand_in(case=fresh(full.case), by=supporter)
    approve_all_steps(full.case, by=reviewer)
    case = fresh(full.case)
    assert [episode.key for episode in case.episodes.all()] == new
    assert [episode.question for episode in case.episodes.all()][1] == full.words["episode(1).question"]
    earlier.publish(skip_permission_checks=True)
    assert _written(fresh(full.case)) == published


def test_a_new_dialogue_and_what_points_to_it_are_saved_together(supporter):
    case, key = make_case(author=supporter), uuid.uuid4()

    _edit(
        case,
        answers={"noticing": "気づいた", "noticing_episode": key, "noticing_not_yet": False},
        rows={"episodes": [{"key": str(key), "question": "問い"}]},
    )

    assert fresh(case).noticing_episode == fresh(case).episodes.get().key == key


@pytest.mark.parametrize(("field", "label"), [("noticing_episode", "気づき"), ("conviction_episode", "腹落ち")])
def test_a_dialogue_that_others_point_to_does_not_vanish_silently(field, label, supporter):
    case = make_case(author=supporter)
    first, second, third = (episode.key for episode in case.episodes.all())
    case = _edit(case, answers={field: second})
    rows = {"episodes": [{"key": first}, {"key": third}]}

    with pytest.raises(Refused, match=f"対話2は「{label}」で選ばれているため"):
        _edit(case, rows=rows)
    _edit(case, answers={field: third}, rows=rows)

    assert [episode.key for episode in fresh(case).episodes.all()] == [first, third]


def test_nothing_points_to_a_dialogue_that_is_not_there(supporter):
    case = make_case(author=supporter)

    with pytest.raises(Refused, match="「気づき」で選んだ対話が見つかりません"):
        _edit(case, answers={"noticing_episode": uuid.uuid4()})


def test_a_row_keeps_what_a_form_does_not_ask(supporter):
    rows = complete_rows() | {"episodes": [Episode(sort_order=0, question="前", unsaid="言わずにいた", walls=["face"])]}
    case = make_case(author=supporter, rows=rows)
    key = case.episodes.get().key

    _edit(case, rows={"episodes": [{"key": key, "question": "後"}], "walls": [{"wall": "lack"}, {"wall": "see"}]})

    episode, walls = fresh(case).episodes.get(), fresh(case).walls.all()
    assert (episode.question, episode.unsaid, episode.walls) == ("後", "言わずにいた", ["face"])
    assert [(wall.wall, wall.height) for wall in walls] == [("lack", ""), ("see", "high")]


@pytest.mark.parametrize("name", ROW_KINDS)
def test_more_rows_than_the_limit_are_refused_with_their_number(name, supporter):
    case, most = make_case(author=supporter), ROW_KINDS[name].at_most

    with pytest.raises(Refused, match=f"{most}件までです（今は{most + 1}件です）"):
        _edit(case, rows={name: [{} for _ in range(most + 1)]})


def test_the_same_wall_twice_is_refused(supporter):
    with pytest.raises(Refused, match="同じものが二つ"):
        _edit(make_case(author=supporter), rows={"walls": [{"wall": "see"}, {"wall": "see"}]})


def test_a_figure_keeps_its_picture_and_nobody_takes_another_cases_picture(supporter, other_supporter):
    theirs, mine = make_case(author=other_supporter), make_case(author=supporter)
    theirs = _edit(theirs, rows={"figures": [{"upload": photo_with_gps(), "alt": "ひみつの図"}]})
    mine = _edit(mine, rows={"figures": [{"upload": photo_with_gps(), "alt": "ノート"}]})
    picture, foreign = mine.figures.get().picture_id, theirs.figures.get().picture_id

    _edit(mine, rows={"figures": [{"picture": picture, "alt": "開いたノート"}]})

    assert (fresh(mine).figures.get().picture_id, fresh(mine).figures.get().alt) == (picture, "開いたノート")
    for number in (foreign, None, 0):
        with pytest.raises(Refused, match="図が見つかりませんでした"):
            _edit(mine, rows={"figures": [{"picture": number, "alt": "図"}]})


def test_a_version_whose_picture_is_gone_opens_without_it(supporter):
    case = make_case(author=supporter)
    case = _edit(case, rows={"figures": [{"upload": photo_with_gps(), "alt": "ノート"}]})

    case.figures.get().picture.delete()

    assert not latest_version(fresh(case)).figures.all()


def test_opening_a_version_asks_the_same_with_few_and_many_rows(supporter):
    few, many = make_case(author=supporter, episodes=3), make_case(author=supporter, episodes=40)

    def queries(case: Case) -> int:
        revision = case.latest_revision
        with CaptureQueriesContext(connection) as captured:
            assert revision.as_object().episodes.all()
        return len(captured)

    assert queries(few) == queries(many)


#: What a case needs (field of the list), and how it goes missing.
_GAPS = [
    *((name, Need.SUBMIT, {name: ""}, {}) for name in ("summary", "display_name", "industry", "trigger", "situation_before")),
    ("first_themes", Need.SUBMIT, {"first_themes": []}, {}),
    ("support_started", Need.SUBMIT, {"support_started": None}, {}),
    *(
        (name, Need.PUBLISH, {name: ""}, {})
        for name in ("real_issue", "issue_path", "issue_named_by", "behaviour_change", "self_running", "self_running_evidence")
    ),
    ("real_themes", Need.PUBLISH, {"real_themes": []}, {}),
    ("noticing", Need.PUBLISH, {"noticing_not_yet": False, "noticing": "文章だけ"}, {}),
    ("conviction", Need.PUBLISH, {"conviction_not_yet": False}, {}),
    ("went_well", Need.PUBLISH, {"went_badly": ""}, {}),
    ("episodes", Need.PUBLISH, {}, {"episodes": [{"question": "一つ"}, {"question": "二つ"}]}),
    *((name, Need.PUBLISH, {}, {name: []}) for name in ("walls", "actions", "points")),
    ("walls", Need.PUBLISH, {}, {"walls": [{"wall": "lack", "height": "high"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "need", "answers", "rows"), _GAPS)
def test_a_gap_is_named_with_its_step_and_what_it_is_needed_for(field, need, answers, rows, supporter):
    case = _edit(make_case(author=supporter), answers=answers, rows=rows)

    missing = missing_for_review(case)

    assert [(entry.field, entry.need) for entry in missing] == [(field, need)]
    assert field in (*STEP_FIELDS[missing[0].step], *STEP_ROWS[missing[0].step])
    assert missing[0].words
    with pytest.raises(Refused, match="1つあります"):
        submit_case(case=fresh(case), by=supporter)


def test_a_complete_case_misses_nothing(supporter):
    assert missing_for_review(make_case(author=supporter)) == []


def test_noticing_needs_its_words_and_its_dialogue_or_that_there_is_none_yet(supporter):
    case = make_case(author=supporter)
    key = case.episodes.first().key

    told = _edit(case, answers={"noticing": "気づいた", "noticing_episode": key, "noticing_not_yet": False})

    assert missing_for_review(told) == []


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Case, {"president_role": "king"}),
        (Case, {"issue_named_by": "nobody"}),
        (Case, {"self_running": "flying"}),
        (Case, {"worked_with": ["bank", "pub"]}),
        (Case, {"tools": ["hammer"]}),
        (Episode, {"walls": ["see", "nowhere"]}),
        (CaseWall, {"height": "endless"}),
        (CaseWall, {"outcome": "flown"}),
        (ResultNumber, {"audience": "team"}),
        (LocabenTrend, {"item": "luck"}),
        (LocabenTrend, {"trend": "sideways"}),
        (CaseFigure, {"alt": ""}),
        (CaseFigure, {"audience": "everybody"}),
        (SourceNote, {"url": "http://example.jp/"}),
        (FollowUp, {"months": 4}),
        (FollowUp, {"status": "lost"}),
        (FollowUp, {"self_running": "flying"}),
        (FollowUp, {"status": "published", "text": ""}),
        (CaseMember, {"role": "boss"}),
        (CaseMember, {"organisation_type": "pub"}),
        (CaseMember, {"name": ""}),
    ],
)
def test_the_database_refuses_what_is_in_no_vocabulary(model, changes, supporter, reviewer):
    make_full_case(author=supporter, reviewer=reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**changes)


def test_follow_ups_are_read_once_they_are_published_by_those_who_read_the_case(supporter, other_supporter, reviewer):
    open_case = make_full_case(author=supporter, reviewer=reviewer).case
    members_case = make_full_case(author=supporter, reviewer=reviewer, disclosure="members").case

    seen = {
        person: [(follow_up.case_id, follow_up.months) for follow_up in FollowUp.objects.visible_to(person).order_by("case_id")]
        for person in (AnonymousUser(), other_supporter)
    }

    assert list(seen.values()) == [[(open_case.pk, 3)], [(open_case.pk, 3), (members_case.pk, 3)]]


@pytest.mark.parametrize("status", FollowUpStatus)
def test_the_table_of_a_follow_ups_states_is_complete(status):
    assert FOLLOW_UP_TRANSITIONS[status]
    assert status in {after for steps in FOLLOW_UP_TRANSITIONS.values() for after in steps.values()}


def test_the_desk_shows_every_word_of_the_record_to_staff(supporter, reviewer, client_of):
    full = make_full_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED)

    page = client_of(reviewer).get(reverse("wagtailsnippets_cases_case:edit", args=[full.case.pk])).content.decode()

    of_version = {word for key, word in full.words.items() if key.split(".")[0] not in _NOT_ROWS - {"case"}}
    assert not [word for word in of_version if word not in page]
    assert "言わなかったこと（支援者だけが読めます）" in page
    assert "信用金庫" not in page
    for shown in ("銀行、税理士・公認会計士", "ロカベン、従業員ヒアリング", "対話1", "対話2", "二代目以降", "売上増加率"):
        assert shown in page


def test_the_desk_pairs_a_dialogue_with_itself_where_the_order_changed(supporter):
    from cases.comparison import compare

    case = make_case(author=supporter)
    before = latest_version(case)
    keys = [episode.key for episode in case.episodes.all()]

    after = _edit(case, rows={"episodes": [{"key": keys[1]}, {"key": keys[0], "change": "直した変化"}]})

    changed = [row for row in compare(after, before) if row.changed]
    assert [row.label for row in changed] == ["対話2", "対話3"]
    assert "<ins>直した</ins>" in changed[0].after
    assert "問いかけ" in changed[1].before
    assert not changed[1].after


def test_starting_again_with_rows_makes_one_case(supporter):
    sent = {
        "answers": {"title": "書きかけ"},
        "rows": {"points": [{"heading": "見出し", "text": "説明"}]},
        "submission_key": uuid.uuid4(),
    }

    first, second = start_case(by=supporter, **sent), start_case(by=supporter, **sent)

    assert first == second
    assert first.points.get().heading == "見出し"


def test_versions_from_before_the_keys_get_stable_ones():
    migration = importlib.import_module("cases.migrations.0003_name_episodes")
    content = {"episodes": [{"pk": 5}, {"pk": 6}, {"pk": None}], "walls": [{"pk": 1}, {"pk": 2}]}
    again = {"episodes": [{"pk": 6}], "walls": []}

    migration._name_rows(content, "7", {"5": "kept"})
    migration._name_rows(again, "7", {"5": "kept"})

    keys = [row["key"] for row in content["episodes"]]
    assert keys[0] == "kept"
    assert len({str(uuid.UUID(key)) for key in keys[1:]}) == 2
    assert again["episodes"][0]["key"] == keys[1]
    assert [row["sort_order"] for row in content["walls"]] == [0, 1]


def test_every_field_of_the_record_stands_in_the_readme_of_the_samples(settings):
    readme = (settings.BASE_DIR / "cases" / "samples" / "README.md").read_text(encoding="utf-8")
    columns = {column for kind in ROW_KINDS.values() for column in kind.columns} - {"picture_id"}

    assert not [name for name in {*FIELDS, *columns, *ROW_KINDS} - {"picture", "picture_alt"} if f"`{name}`" not in readme and f"`[[{name}]]`" not in readme]  # fmt: skip
    assert set(COMPLETE) <= set(FIELDS)
