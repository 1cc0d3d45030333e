"""The form takes what people really type, and says kindly what it cannot take."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.refusals import Refused
from cases.actions import start_case
from cases.forms.fields import MonthField
from cases.forms.rows import ROW_SETS
from cases.keywords import split_keywords
from cases.models import Case, CaseMember
from cases.record import ROW_KINDS, STEP_FIELDS, Step
from cases.statuses import Status
from tests.factories import fresh, make_case, photo_with_gps, step_data, write_steps

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["2024年4月", "2024-04", "2024/4", "２０２４年４月", "令和6年4月", "R6.4", "2024. 4", " 2024年 4月 "]
)
def test_a_month_is_read_as_people_write_it(typed):
    assert MonthField(required=False).clean(typed) == datetime.date(2024, 4, 1)


@pytest.mark.parametrize("typed", ["2024", "四月", "2024年13月", "1024年4月", "2024年4月1日", "9999年1月", "年月", "令和0年0月"])
def test_what_is_no_month_is_refused_with_an_example(typed, client_of, supporter):
    case = make_case(author=supporter)

    response = client_of(supporter).post(
        reverse("cases:edit_step", args=[case.pk, "request"]), step_data("request", support_started=typed)
    )

    assert response.status_code == 422
    assert "2024年4月" in response.context["form"].errors["support_started"][0]


@pytest.mark.parametrize(
    ("typed", "keywords"),
    [
        ("補助金、IT導入", ["補助金", "IT導入"]),
        ("補助金　事業承継", ["補助金", "事業承継"]),
        ("ＩＴ，it", ["IT"]),
        ("DX 人材, 現場", ["DX 人材", "現場"]),
        (" 、,　", []),
    ],
)
def test_keywords_part_at_japanese_marks(typed, keywords):
    assert split_keywords(typed) == keywords


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "「題名」を入力してください"),
        ("title", "長" * 61, "60文字以内"),
        ("title", "\u200b\x07", "「題名」を入力してください"),
        ("summary", "長" * 121, "120文字以内"),
        ("situation_before", "長" * 20_001, "20000文字以内"),
        ("industry", "ZZ", "一覧の中から選んでください"),
        ("industry", "S", "一覧の中から選んでください"),
        ("area", "99", "一覧の中から選んでください"),
        ("disclosure", "secret", "一覧の中から選んでください"),
        ("president_role", "king", "一覧の中から選んでください"),
        ("issue_named_by", "nobody", "一覧の中から選んでください"),
        ("noticing_episode", "00000000-0000-4000-8000-000000000000", "一覧の中から選んでください"),
        ("noticing_episode", "x", "一覧の中から選んでください"),
        ("worked_with", ["nowhere"], "一覧の中から選んでください"),
        ("tools", ["hammer"], "一覧の中から選んでください"),
        ("self_running", "flying", "一覧の中から選んでください"),
        ("president_voice", "長" * 1001, "1000文字以内"),
        ("went_well", "長" * 20_001, "20000文字以内"),
        ("first_themes", ["nowhere"], "一覧の中から"),
        ("first_themes", ["sales", "plan", "hiring", "other"], "3つまで"),
        ("meetings_count", "たくさん", "数字で入力"),
        ("meetings_count", "0", "1以上"),
        ("support_ended", "2020年1月", "始めた月より前"),
    ],
)
def test_a_refused_field_says_what_to_do_and_the_text_is_kept(field, value, words, client_of, supporter):
    case = make_case(author=supporter)
    step = next(step for step in Step if field in STEP_FIELDS[step])
    kept = {"basics": "display_name", "request": "trigger", "issue": "issue_path", "results": "collaboration"}.get(
        step, "next_time"
    )
    sent = step_data(step, based_on=case.latest_revision_id) | {kept: "消えてはいけない文章", field: value}

    response = client_of(supporter).post(reverse("cases:edit_step", args=[case.pk, step.value]), sent)

    assert response.status_code == 422
    assert any(words in error for errors in response.context["form"].errors.values() for error in errors)
    if kept != "trigger":
        assert "消えてはいけない文章" in response.content.decode()
    assert fresh(case).latest_revision_id == case.latest_revision_id


@pytest.mark.parametrize("text", ["😀🏔️👩‍👩‍👧", "ﾊﾝｶｸｶﾅ", "髙﨑①㈱", "𠮷野家ではない", "<script>alert(1)</script>", "a" * 20_000])
def test_unusual_text_is_taken_and_shown_as_typed(text, client_of, supporter):
    case = make_case(author=supporter)

    response = client_of(supporter).post(
        reverse("cases:edit_step", args=[case.pk, "request"]),
        step_data("request", situation_before=text, based_on=case.latest_revision_id, stay="1"),
        follow=True,
    )

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    stored = fresh(case).situation_before
    assert stored == ("ハンカクカナ" if text == "ﾊﾝｶｸｶﾅ" else text)


def _png(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.new("1", (width, height)).save(written, "PNG", optimize=True)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: b"only text", "写真として読み取れません"),
        (lambda: b"\xff\xd8\xff" + b"0" * 51 * 2**20, "10MBまで"),
        (lambda: _png(12_000, 10_000), "画素数が大きすぎます"),
        (lambda: b"", "空"),
        (lambda: b"GIF89a" + b"0" * 100, "写真として読み取れません"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "写真として読み取れません"),
    ],
)
def test_a_wrong_picture_is_refused_at_its_field(content, words, client_of, supporter):
    upload = SimpleUploadedFile("photo.jpg", content(), content_type="image/jpeg")

    case = make_case(author=supporter)

    response = client_of(supporter).post(
        reverse("cases:edit_step", args=[case.pk, "finish"]), step_data("finish", picture_upload=upload, picture_alt="机")
    )

    assert response.status_code == 422
    assert words in response.context["form"].errors["picture_upload"][0]
    assert fresh(case).picture is None


def test_a_picture_needs_words_for_those_who_do_not_see_it(client_of, supporter):
    upload = SimpleUploadedFile("photo.png", _png(10, 10), content_type="image/png")

    case = make_case(author=supporter)

    response = client_of(supporter).post(
        reverse("cases:edit_step", args=[case.pk, "finish"]), step_data("finish", picture_upload=upload)
    )

    assert "写真の説明" in response.context["form"].errors["picture_alt"][0]


def _write(client, case, step, **changes):
    """Send a step of the case as it stands now."""
    changes = {"based_on": fresh(case).latest_revision_id} | changes
    return client.post(reverse("cases:edit_step", args=[case.pk, step]), step_data(step, **changes))


def test_a_save_of_one_step_leaves_the_others_as_they_are(client_of, supporter):
    client = client_of(supporter)
    before = write_steps(client)

    _write(client, before, "request", first_request="別の相談")

    case = fresh(before)
    assert case.first_request == "別の相談"
    assert case.title == before.title
    assert [episode.key for episode in case.episodes.all()] == [episode.key for episode in before.episodes.all()]
    assert case.points.get().heading == "昼休みから始める"


def test_a_step_that_was_only_read_makes_no_version(client_of, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    response = _write(client_of(supporter), case, "request")

    assert response.status_code == 302
    assert fresh(case).latest_revision_id == case.latest_revision_id
    assert fresh(case).status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("button", "address"),
    [("next", "/cases/{pk}/edit/dialogue/"), ("stay", "/cases/{pk}/edit/request/"), ("preview", "/cases/{pk}/preview/")],
)
def test_the_pressed_button_says_where_saving_leads(button, address, client_of, supporter):
    case = make_case(author=supporter)

    response = _write(client_of(supporter), case, "request", first_request="書き直した相談", **{button: "1"})

    assert response.url == address.format(pk=case.pk)


def test_a_step_that_is_none_does_not_exist(client_of, supporter):
    case = make_case(author=supporter)

    assert client_of(supporter).get(reverse("cases:edit_step", args=[case.pk, "nowhere"])).status_code == 404


@pytest.mark.parametrize("kind", ROW_KINDS)
def test_a_row_of_the_form_asks_for_every_column_of_its_kind(kind):
    asked = set(ROW_SETS[kind].form.base_fields) - {"upload", "stood", "key"}

    assert {"picture_id" if name == "picture" else name for name in asked} == set(ROW_KINDS[kind].columns)


def test_rows_are_kept_in_the_order_given_and_empty_ones_left_out(client_of, supporter):
    case = make_case(author=supporter)
    rows = (
        {"question": "二番目", "ORDER": "2"},
        {"question": "一番目", "ORDER": "1"},
        {"question": ""},
        {"question": "消す", "DELETE": "on"},
    )

    _write(client_of(supporter), case, "dialogue", rows={"episodes": rows})

    assert [episode.question for episode in fresh(case).episodes.all()] == ["一番目", "二番目"]


def test_a_refused_page_shows_the_rows_in_the_order_given(client_of, supporter):
    case = make_case(author=supporter)
    rows = ({"question": "二番目", "ORDER": "2"}, {"reaction": "一番目の答えだけ", "ORDER": "1"})

    page = _write(client_of(supporter), case, "dialogue", rows={"episodes": rows}).content.decode()

    assert page.index("一番目の答えだけ") < page.index("二番目")


def test_another_row_can_be_asked_for_without_a_script_and_all_text_stays(client_of, supporter):
    case = make_case(author=supporter)
    rows = ({"reaction": "黙っていました"},)

    response = _write(client_of(supporter), case, "dialogue", rows={"episodes": rows}, add_row="episodes")

    page = response.content.decode()
    assert response.status_code == 200
    assert "黙っていました" in page
    assert 'name="episodes-1-question"' in page
    assert "form-field__error" not in page
    assert fresh(case).latest_revision_id == case.latest_revision_id


@pytest.mark.parametrize("kind", ["", "nowhere", "walls", "episodes"])
def test_an_odd_wish_for_another_row_changes_nothing(kind, client_of, supporter):
    case = make_case(author=supporter)

    response = _write(client_of(supporter), case, "request", add_row=kind)

    assert response.status_code == 200
    assert fresh(case).latest_revision_id == case.latest_revision_id


@pytest.mark.parametrize(
    ("step", "kind", "row", "words"),
    [
        ("dialogue", "episodes", {"reaction": "黙っていました"}, "「問いかけ・関わり」を入力してください"),
        ("dialogue", "episodes", {"question": "長" * 4001}, "4000文字以内"),
        ("dialogue", "episodes", {"question": "はい", "stage": "nine"}, "一覧の中から"),
        ("dialogue", "episodes", {"question": "はい", "walls": ["nowhere"]}, "一覧の中から"),
        ("issue", "walls", {"wall": "see", "stood": "on", "height": "endless"}, "一覧の中から"),
        ("issue", "walls", {"wall": "nowhere", "stood": "on"}, "一覧の中から"),
        ("results", "actions", {"who": "班長"}, "「何をしたか」を入力してください"),
        ("results", "numbers", {"before": "半分"}, "「指標」を入力してください"),
        ("results", "trends", {"item": "sales_growth", "trend": "up"}, "一覧の中から"),
        ("finish", "points", {"heading": "見出しだけ"}, "「説明」を入力してください"),
        ("finish", "sources", {"label": "本", "url": "javascript:alert(1)"}, "https://"),
        ("finish", "sources", {"label": "本", "url": "http://example.jp/"}, "https://"),
        ("finish", "figures", {"caption": "表だけ"}, "「図」を選んでください"),
        ("finish", "figures", {"picture": "999999", "alt": "人の図"}, "「図」を選んでください"),
    ],
)
def test_a_refused_row_says_what_to_do(step, kind, row, words, client_of, supporter):
    case = make_case(author=supporter)

    response = _write(client_of(supporter), case, step, rows={kind: (row,)})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert fresh(case).latest_revision_id == case.latest_revision_id


@pytest.mark.parametrize("gone", [{"DELETE": "on"}, {"question": ""}])
def test_a_dialogue_that_a_noticing_points_to_stays_and_says_why(gone, client_of, supporter):
    case = make_case(author=supporter)
    first = case.episodes.all()[0]
    client = client_of(supporter)
    _write(client, case, "issue", noticing="見えた", noticing_episode=str(first.key), noticing_not_yet=None)
    row = {"key": str(first.key), "question": first.question} | gone

    page = _write(client, case, "dialogue", rows={"episodes": (row,)})

    assert page.status_code == 422
    assert "この対話は「気づき」の場面に選ばれているので、消せません" in page.content.decode()
    assert len(fresh(case).episodes.all()) == 3


def test_a_dialogue_that_is_left_out_while_pointed_to_is_refused_too(client_of, supporter):
    case = make_case(author=supporter)
    client = client_of(supporter)
    _write(client, case, "issue", noticing="見えた", noticing_episode=str(case.episodes.all()[0].key), noticing_not_yet=None)

    page = _write(client, case, "dialogue", rows={"episodes": ({"question": "ほかの対話"},)})

    assert page.status_code == 422
    assert "「気づき」で選ばれているため、消せません" in page.content.decode()


def test_a_noticing_is_chosen_from_the_dialogues_in_words(client_of, supporter):
    case = make_case(author=supporter)
    client = client_of(supporter)

    page = client.get(reverse("cases:edit_step", args=[case.pk, "issue"])).content.decode()
    _write(client, case, "issue", noticing="見えた", noticing_episode=str(case.episodes.all()[1].key), noticing_not_yet=None)

    assert "対話2 問いかけ2" in page
    assert fresh(case).noticing_episode == case.episodes.all()[1].key


def test_a_noticing_cannot_be_there_and_not_yet(client_of, supporter):
    case = make_case(author=supporter)

    page = _write(client_of(supporter), case, "issue", noticing="見えた", noticing_not_yet="on")

    assert page.status_code == 422
    assert "しるしを外してください" in page.content.decode()


def test_forty_dialogues_and_twenty_rows_of_each_kind_fit_and_one_more_does_not(client_of, supporter):
    case = make_case(author=supporter)
    client = client_of(supporter)

    full = _write(client, case, "dialogue", rows={"episodes": tuple({"question": f"問い{n}"} for n in range(40))})
    full_rows = _write(client, case, "results", rows={"actions": tuple({"what": f"取組{n}"} for n in range(20))})
    over = _write(client, case, "dialogue", rows={"episodes": tuple({"question": f"問い{n}"} for n in range(41))})

    assert (full.status_code, full_rows.status_code, over.status_code) == (302, 302, 422)
    assert len(fresh(case).episodes.all()) == 40
    assert len(fresh(case).actions.all()) == 20


def test_a_wall_without_its_mark_is_no_wall(client_of, supporter):
    case = make_case(author=supporter)

    _write(
        client_of(supporter), case, "issue", rows={"walls": ({"wall": "see", "height": "high"}, {"wall": "act", "stood": "on"})}
    )

    assert [row.wall for row in fresh(case).walls.all()] == ["act"]


def test_a_figure_keeps_its_picture_when_its_words_change(client_of, supporter):
    case = make_case(author=supporter)
    client = client_of(supporter)
    _write(client, case, "finish", rows={"figures": ({"upload": photo_with_gps(), "alt": "表"},)})
    picture = fresh(case).figures.get().picture_id

    _write(client, case, "finish", rows={"figures": ({"picture": str(picture), "alt": "月曜の表"},)})

    figure = fresh(case).figures.get()
    assert (figure.picture_id, figure.alt, figure.audience) == (picture, "月曜の表", "public")


def test_a_number_without_a_chosen_circle_stays_with_supporters(client_of, supporter):
    case = make_case(author=supporter)

    _write(client_of(supporter), case, "results", rows={"numbers": ({"indicator": "残業", "after": "約半分"},)})

    assert fresh(case).numbers.get().audience == "supporter"


def test_rows_of_another_case_are_not_taken_over(client_of, supporter, other_supporter):
    theirs = make_case(author=other_supporter)
    mine = make_case(author=supporter)
    foreign = theirs.episodes.first()

    _write(client_of(supporter), mine, "dialogue", rows={"episodes": ({"key": str(foreign.key), "question": "乗っ取り"},)})

    foreign.refresh_from_db()
    assert foreign.question == "問いかけ1"
    assert mine.episodes.get().question == "乗っ取り"


@pytest.mark.parametrize("broken", ["", "x", "-1", "1e9", "99999999999"])
@pytest.mark.parametrize("kind", ["episodes", "walls"])
def test_a_broken_management_form_does_not_break_the_page(kind, broken, client_of, supporter):
    case = make_case(author=supporter)
    step = "dialogue" if kind == "episodes" else "issue"

    response = _write(client_of(supporter), case, step, **{f"{kind}-TOTAL_FORMS": broken})

    assert response.status_code in {302, 422}


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_broken_version_number_counts_as_an_old_version(number, client_of, supporter):
    case = make_case(author=supporter)

    response = _write(client_of(supporter), case, "basics", title="ほかの題名", based_on=number)

    assert response.status_code == 422


def test_the_page_lists_what_is_missing_with_links_to_its_place(client_of, supporter):
    client = client_of(supporter)
    client.post(reverse("cases:new"), {"title": "書きかけ", "disclosure": "anonymous"})
    case = Case.objects.get()

    page = client.get(reverse("cases:edit_step", args=[case.pk, "request"])).content.decode()
    preview = client.get(reverse("cases:preview", args=[case.pk])).content.decode()

    assert 'href="#id_first_request"' in page
    assert f'href="/cases/{case.pk}/edit/basics/#id_summary"' in page
    assert f'href="/cases/{case.pk}/edit/dialogue/#rows-episodes"' in page
    assert f'href="/cases/{case.pk}/edit/request/#id_first_request"' in preview
    assert "●" in page
    assert "◎" in page


def test_a_new_case_takes_over_the_outline_and_the_listed_team_of_an_earlier_one_of_the_same_author(
    client_of, supporter, other_supporter
):
    before = make_case(author=supporter, area="05", disclosure="members")
    CaseMember.objects.create(case=before, name="みなとの担当者", organisation_type="bank", role="second")
    CaseMember.objects.create(case=before, user=other_supporter, organisation_type="bank", role="second")
    client = client_of(supporter)

    page = client.get(reverse("cases:new"), {"from": before.pk})
    client.post(reverse("cases:new"), {"title": "次の事例", "disclosure": "members", "carried_from": before.pk})

    assert page.context["form"]["area"].value() == "05"
    assert page.context["form"]["title"].value() is None
    assert Case.objects.latest("pk").members.get().name == "みなとの担当者"


def test_nothing_is_taken_over_from_somebody_elses_case(client_of, supporter, other_supporter):
    theirs = make_case(author=other_supporter, area="05")
    CaseMember.objects.create(case=theirs, name="ひみつの担当者", organisation_type="bank", role="second")
    client = client_of(supporter)

    page = client.get(reverse("cases:new"), {"from": theirs.pk})
    client.post(reverse("cases:new"), {"title": "次の事例", "disclosure": "members", "carried_from": theirs.pk})

    assert not page.context["form"]["area"].value()
    assert not Case.objects.latest("pk").members.exists()


def test_the_team_of_somebody_elses_case_is_refused_to_a_new_one(supporter, other_supporter):
    theirs = make_case(author=other_supporter)

    with pytest.raises(Refused, match="自分が書いた事例だけ"):
        start_case(by=supporter, answers={"title": "次の事例"}, rows={}, submission_key=uuid.uuid4(), carried_from=theirs)


def test_a_step_asks_the_same_number_of_queries_at_one_and_at_forty_dialogues(client_of, supporter):
    few, many = make_case(author=supporter, episodes=1), make_case(author=supporter, episodes=40)
    client = client_of(supporter)
    counts = []
    for case in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("cases:edit_step", args=[case.pk, "dialogue"]))
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_the_database_refuses_a_published_case_with_gaps(supporter, reviewer):
    from django.db import IntegrityError, transaction

    case = make_case(author=supporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(live=True, real_issue="")
