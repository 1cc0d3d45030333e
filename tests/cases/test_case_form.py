"""The form takes what people really type, and says kindly what it cannot take."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.forms import MonthField
from cases.keywords import split_keywords
from cases.models import Case
from tests.factories import form_data, make_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["2024年4月", "2024-04", "2024/4", "２０２４年４月", "令和6年4月", "R6.4", "2024. 4", " 2024年 4月 "]
)
def test_a_month_is_read_as_people_write_it(typed):
    assert MonthField(required=False).clean(typed) == datetime.date(2024, 4, 1)


@pytest.mark.parametrize("typed", ["2024", "四月", "2024年13月", "1024年4月", "2024年4月1日", "9999年1月", "年月", "令和0年0月"])
def test_what_is_no_month_is_refused_with_an_example(typed, client_of, supporter):
    response = client_of(supporter).post(reverse("cases:new"), form_data(support_started=typed))

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
        ("disclosure", "named", "一覧の中から選んでください"),
        ("walls", ["nowhere"], "一覧の中から"),
        ("first_themes", ["nowhere"], "一覧の中から"),
        ("first_themes", ["sales", "plan", "hiring", "other"], "3つまで"),
        ("meetings_count", "たくさん", "数字で入力"),
        ("meetings_count", "0", "1以上"),
        ("support_ended", "2020年1月", "始めた月より前"),
    ],
)
def test_a_refused_field_says_what_to_do_and_the_text_is_kept(field, value, words, client_of, supporter):
    sent = form_data(situation_before="消えてはいけない文章") | {field: value}

    response = client_of(supporter).post(reverse("cases:new"), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert any(words in error for errors in response.context["form"].errors.values() for error in errors)
    if field != "situation_before":
        assert "消えてはいけない文章" in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["😀🏔️👩‍👩‍👧", "ﾊﾝｶｸｶﾅ", "髙﨑①㈱", "𠮷野家ではない", "<script>alert(1)</script>", "a" * 20_000])
def test_unusual_text_is_taken_and_shown_as_typed(text, client_of, supporter):
    client = client_of(supporter)

    response = client.post(reverse("cases:new"), form_data(situation_before=text), follow=True)

    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    stored = Case.objects.get().situation_before
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

    response = client_of(supporter).post(reverse("cases:new"), form_data(picture_upload=upload, picture_alt="机"))

    assert response.status_code == 422
    assert words in response.context["form"].errors["picture_upload"][0]
    assert not Case.objects.exists()


def test_a_picture_needs_words_for_those_who_do_not_see_it(client_of, supporter):
    upload = SimpleUploadedFile("photo.png", _png(10, 10), content_type="image/png")

    response = client_of(supporter).post(reverse("cases:new"), form_data(picture_upload=upload))

    assert "写真の説明" in response.context["form"].errors["picture_alt"][0]


def test_rows_are_kept_in_the_order_given_and_empty_ones_left_out(client_of, supporter):
    rows = (
        {"question": "二番目", "ORDER": "2"},
        {"question": "一番目", "ORDER": "1"},
        {"question": ""},
        {"question": "消す", "DELETE": "on"},
    )

    client_of(supporter).post(reverse("cases:new"), form_data(episodes=rows))

    assert [episode.question for episode in Case.objects.get().episodes.all()] == ["一番目", "二番目"]


def test_a_row_with_an_answer_but_no_question_asks_for_it(client_of, supporter):
    response = client_of(supporter).post(reverse("cases:new"), form_data(episodes=({"reaction": "黙っていました"},)))

    assert response.status_code == 422
    assert "黙っていました" in response.content.decode()
    assert not Case.objects.exists()


def test_rows_of_another_case_are_not_taken_over(client_of, supporter, other_supporter):
    theirs = make_case(author=other_supporter)
    mine = make_case(author=supporter)
    foreign = theirs.episodes.first()

    client_of(supporter).post(
        reverse("cases:edit", args=[mine.pk]),
        form_data(episodes=({"key": str(foreign.key), "question": "乗っ取り"},), based_on=mine.latest_revision_id),
    )

    foreign.refresh_from_db()
    assert foreign.question == "問いかけ1"
    assert mine.episodes.get().question == "乗っ取り"


@pytest.mark.parametrize("broken", ["", "x", "-1", "1e9", "99999999999"])
def test_a_broken_management_form_does_not_break_the_page(broken, client_of, supporter):
    response = client_of(supporter).post(reverse("cases:new"), form_data() | {"episodes-TOTAL_FORMS": broken})

    assert response.status_code in {200, 302, 422}


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_a_broken_version_number_counts_as_an_old_version(number, client_of, supporter):
    case = make_case(author=supporter)

    response = client_of(supporter).post(reverse("cases:edit", args=[case.pk]), form_data(based_on=number))

    assert response.status_code == 422


def test_the_database_refuses_a_published_case_with_gaps(supporter, reviewer):
    from django.db import IntegrityError, transaction

    case = make_case(author=supporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(live=True, real_issue="")
