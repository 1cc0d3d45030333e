"""Two people, or two windows, write in the same case: nobody's words are lost, and each says which stay."""

import pytest
from django.urls import reverse

from cases.models import Case
from tests.factories import TYPED_ROWS, fresh, make_case, step_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(supporter) -> Case:
    return make_case(author=supporter)


@pytest.fixture
def send(client_of, supporter, case):
    """Send a step that was opened when the case had its first version, unless told otherwise."""
    client, opened = client_of(supporter), case.latest_revision_id

    def _send(step, **changes):
        return client.post(reverse("cases:edit_step", args=[case.pk, step]), step_data(step, **({"based_on": opened} | changes)))

    return _send


def _rows(case, **changes):
    """The dialogues of the case as a browser sends them; `changes`: the question of each by its number."""
    return tuple(
        {"key": str(episode.key), "question": changes.get(f"q{number}", episode.question), "reaction": "沈黙", "change": "変化"}
        for number, episode in enumerate(case.episodes.all(), start=1)
    )


def test_the_second_sees_both_texts_and_nothing_is_saved_yet(send, case):
    send("issue", real_issue="先に保存した課題")

    response = send("issue", real_issue="あとから書いた課題")

    page = response.content.decode()
    assert response.status_code == 422
    assert "先に保存した課題" in page
    assert "あとから書いた課題" in page
    assert fresh(case).real_issue == "先に保存した課題"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "あとから書いた課題"), ("theirs", "先に保存した課題")])
def test_the_second_chooses_field_by_field(choice, kept, send, case):
    send("issue", real_issue="先に保存した課題")
    seen = send("issue", real_issue="あとから書いた課題", issue_path="あとから書いた経緯")

    send(
        "issue",
        real_issue="あとから書いた課題",
        issue_path="あとから書いた経緯",
        based_on=seen.context["form"]["based_on"].value(),
        **{"settle:real_issue": choice},
    )

    assert fresh(case).real_issue == kept
    assert fresh(case).issue_path == "あとから書いた経緯"


def test_what_the_second_did_not_touch_is_marked_as_the_firsts(send):
    send("issue", real_issue="先に保存した課題", issue_path="先に保存した経緯")

    response = send("issue", real_issue="あとから書いた課題")

    assert {found.name: found.keep_mine for found in response.context["differences"]} == {"real_issue": True, "issue_path": False}


def test_people_in_different_steps_do_not_meet(send, case):
    send("basics", title="先に保存した題名")

    response = send("issue", real_issue="あとから書いた課題")

    assert response.status_code == 302
    assert fresh(case).title == "先に保存した題名"
    assert fresh(case).real_issue == "あとから書いた課題"


def test_a_second_press_of_the_same_button_is_no_conflict(send, case):
    sent = {"real_issue": "二度押した課題"}

    send("issue", **sent)
    saved = fresh(case).latest_revision_id
    response = send("issue", **sent)

    assert response.status_code == 302
    assert fresh(case).latest_revision_id == saved


def test_a_second_press_with_a_new_dialogue_makes_one(send, case):
    rows = {"episodes": (*_rows(case), {"key": "11111111-1111-4111-8111-111111111111", "question": "新しい対話"})}

    send("dialogue", rows=rows)
    response = send("dialogue", rows=rows)

    assert response.status_code == 302
    assert len(fresh(case).episodes.all()) == 4


def test_two_people_in_different_dialogues_keep_both(send, case):
    mine = {"episodes": _rows(case, q2="あとから直した問い")}
    send("dialogue", rows={"episodes": _rows(case, q1="先に直した問い")})
    seen = send("dialogue", rows=mine)
    (difference,) = seen.context["differences"]

    send("dialogue", rows=mine, based_on=seen.context["form"]["based_on"].value(), **{f"settle:{difference.name}": "theirs"})

    assert [episode.question for episode in fresh(case).episodes.all()] == ["先に直した問い", "あとから直した問い", "問いかけ3"]


def test_a_dialogue_that_the_first_added_comes_in_at_its_place(send, case):
    first, *rest = _rows(case)
    mine = {"episodes": _rows(case, q3="あとから直した問い")}
    send("dialogue", rows={"episodes": (first, {"question": "先に足した対話"}, *rest)})
    seen = send("dialogue", rows=mine)
    (difference,) = seen.context["differences"]

    send("dialogue", rows=mine, based_on=seen.context["form"]["based_on"].value(), **{f"settle:{difference.name}": "theirs"})

    assert (difference.mine, difference.keep_mine) == ("", False)
    assert [episode.question for episode in fresh(case).episodes.all()] == [
        "問いかけ1",
        "先に足した対話",
        "問いかけ2",
        "あとから直した問い",
    ]


def test_a_dialogue_that_the_first_removed_and_the_second_wrote_on_is_asked_for(send, case):
    mine = {"episodes": _rows(case, q3="あとから直した問い")}
    send("dialogue", rows={"episodes": _rows(case)[:2]})

    seen = send("dialogue", rows=mine)
    (difference,) = seen.context["differences"]
    based_on = seen.context["form"]["based_on"].value()
    send("dialogue", rows=mine, based_on=based_on, **{f"settle:{difference.name}": "theirs"})

    assert difference.keep_mine
    assert len(fresh(case).episodes.all()) == 2


def test_rows_without_a_name_are_chosen_as_a_whole(send, case):
    send("finish", rows={"points": ({"heading": "先の見出し", "text": "先の説明"},)})
    mine = {"points": ({"heading": "あとの見出し", "text": "あとの説明"}, *TYPED_ROWS["points"])}

    seen = send("finish", rows=mine)
    page = seen.content.decode()
    send("finish", rows=mine, based_on=seen.context["form"]["based_on"].value(), **{"settle:points": "theirs"})

    assert "先の見出し" in page
    assert "あとの見出し" in page
    assert [point.heading for point in fresh(case).points.all()] == ["先の見出し"]


def test_choices_and_months_are_shown_in_words(send):
    send("request", trigger="bank", support_started="2024年5月", first_themes=["plan"], rows={})

    page = send("request", trigger="seminar", support_started="2024年6月", first_themes=["hiring"]).content.decode()

    assert "金融機関の紹介" in page
    assert "2024年5月" in page


def test_a_third_save_between_seeing_and_choosing_is_seen_too(send, case):
    send("issue", real_issue="先に保存した課題")
    seen = send("issue", real_issue="あとから書いた課題")
    send("issue", real_issue="さらに別の課題", based_on=fresh(case).latest_revision_id)

    response = send(
        "issue",
        real_issue="あとから書いた課題",
        based_on=seen.context["form"]["based_on"].value(),
        **{"settle:real_issue": "mine"},
    )

    assert response.status_code == 422
    assert "さらに別の課題" in response.content.decode()


@pytest.mark.parametrize("name", ["nowhere", "episodes.x", "points", "author", "episodes"])
def test_a_made_up_choice_changes_nothing_else(name, send, case):
    response = send("issue", real_issue="書いた課題", **{f"settle:{name}": "theirs"})

    assert response.status_code == 302
    assert fresh(case).real_issue == "書いた課題"
