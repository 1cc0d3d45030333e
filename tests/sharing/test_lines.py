"""A title is broken where somebody who reads it aloud could pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.sharing.lines import cut_to_fit, lines_of, pieces_of

#: A line is as wide as it has characters.
WIDE = {"width_of": len}


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("社長が話し出すまで待つ", "社長が/話し出すまで/待つ"),
        ("経営者のとなりを、ともに歩くために", "経営者の/となりを、/ともに/歩くために"),
        ("「見えない」壁の前で", "「見えない」/壁の/前で"),
        ("事業承継を支援する", "事業承継を/支援する"),
        ("変わることをためらう会社", "変わることを/ためらう/会社"),
        ("読んでみる", "読んでみる"),
    ],
)
def test_a_line_may_end_where_a_reader_pauses(title, pieces):
    assert "/".join(pieces_of(title)) == pieces


def test_lines_are_about_equally_long():
    assert lines_of("社長が話し出すまで待つということ", **WIDE, room=12, most=3) == ["社長が話し出すまで", "待つということ"]


def test_a_title_that_fits_stays_on_one_line():
    assert lines_of("五つの壁", **WIDE, room=12, most=3) == ["五つの壁"]


def test_a_word_longer_than_a_line_is_cut_and_no_line_begins_with_a_small_letter_or_a_mark():
    lines = lines_of("ファイナンシャルプランニングワークショップ", **WIDE, room=6, most=8)

    assert lines is not None
    assert "".join(lines) == "ファイナンシャルプランニングワークショップ"
    assert not [line for line in lines if line[0] in "ァィゥェォッャュョー、。"]


def test_what_is_too_long_for_the_picture_ends_with_an_ellipsis():
    title = "とても長い題名のついた話題が、" * 6
    assert lines_of(title, **WIDE, room=10, most=3) is None

    lines = cut_to_fit(title, **WIDE, room=10, most=3)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert max(map(len, lines)) <= 11  # a mark may hang out


@given(st.text(min_size=1, max_size=80))
def test_whatever_a_title_is_nothing_of_it_is_lost(title):
    assert "".join(pieces_of(title)) == title
