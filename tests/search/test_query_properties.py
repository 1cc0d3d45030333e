"""What is true of every query, whatever is typed: it is answered, soon, and with nothing that the person may not see."""

import time
from html import unescape
from re import sub

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import settings as drawing
from hypothesis import strategies as st

from bansou.search.asking import read
from bansou.search.excerpts import EXCERPT, excerpt, marked, wanted
from bansou.search.finding import find
from knowhow.models import Board
from tests.search.hostile import HOSTILE

#: The most seconds that a query may take.
LONGEST = 2
#: Words of which each stands in one thing alone, by who may read it.
SECRETS = {"灯台": {"visitor", "supporter"}, "羅針盤": {"supporter"}, "万年筆": {"supporter"}, "望遠鏡": set()}

_words = st.sampled_from(["社長", "現場", "話し合い", "伴走支援", "ばんそう", "どう", "の", "が", "IT", "京都", *SECRETS])
_marks = st.sampled_from(
    ["", "-", '"', "壁:", "種類:", "kind:", "地域：", "−", "“", "wall:2 ", " ", "　", "&", "|", "!", "<->", ":*", "'", "\\"]
)
_pieces = st.tuples(_marks, st.one_of(_words, st.text(max_size=6), st.sampled_from([text[:40] for text in HOSTILE])), _marks)
queries = st.lists(_pieces.map("".join), min_size=1, max_size=7).map(" ".join)
texts = st.lists(
    st.one_of(
        _words,
        st.text(max_size=12),
        st.sampled_from(["<b>", "</mark>", "<script>alert(1)</script>", "&lt;", "&amp;", '"', "'", "。", "\n"]),
    ),
    max_size=12,
).map("".join)


@pytest.fixture
def world(write_case, write_topic, supporter):
    """Four things, of which a visitor may read one, a supporter three and nobody the fourth."""
    inner = Board.objects.create(slug="inner", name="内輪の部屋", purpose="話す", audience="supporter")
    write_case(title="灯台の見える工場で社長と話した", situation_before="現場の話し合いが続いた。")
    write_case(title="羅針盤を持つ社長の話", disclosure="members", situation_before="京都の現場の話し合い。")
    write_topic(board=inner, title="万年筆で書く社長の話", body="現場の話し合いをどう進めるか。")
    write_case(title="望遠鏡をのぞく社長の話", published=False, situation_before="現場の話し合い。")


@pytest.mark.django_db
@given(
    query=queries,
    kind=st.sampled_from(["", "cases", "nothing"]),
    sort=st.sampled_from(["best", "new"]),
    after=st.text(max_size=5),
)
@drawing(max_examples=40)
def test_every_query_is_answered_soon_and_within_the_audience(world, other_supporter, query, kind, sort, after):
    for name, person in (("visitor", AnonymousUser()), ("supporter", other_supporter)):
        begin = time.perf_counter()
        findings = find(user=person, query=query, kind=kind, sort=sort, after=after)

        assert time.perf_counter() - begin < LONGEST
        shown = " ".join([f"{result.title} {result.excerpt} {result.card.url}" for result in findings.results] + [findings.near])
        typed = set(query)
        for secret, readers in SECRETS.items():
            assert name in readers or secret not in shown or set(secret) <= typed, (secret, query)
        allowed = sum(name in readers for readers in SECRETS.values())
        assert findings.count <= allowed
        assert all(neighbour.count <= allowed for neighbour in findings.neighbours)


@pytest.mark.django_db
@given(query=queries)
@drawing(max_examples=25)
def test_the_page_answers_every_query(client, query):
    response = client.get("/search/", {"q": query.encode("utf-8", "replace").decode()})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@given(text=texts, query=queries)
@drawing(max_examples=150)
def test_of_a_text_only_our_marks_are_markup(text, query):
    asked = read(query)
    sought = wanted(asked.words, asked.readings)

    for shown in (marked(text, sought), excerpt([text], sought)):
        bare = sub("</?mark>", "", str(shown))

        assert "<" not in bare
        assert ">" not in bare
        assert '"' not in bare
        assert shown.count("<mark>") == shown.count("</mark>")
    assert unescape(sub("</?mark>", "", str(marked(text, sought)))) == " ".join(text.split())


@given(text=texts)
@drawing(max_examples=50)
def test_an_excerpt_has_a_bound(text):
    asked = read("社長 現場")

    shown = excerpt([text * 20], wanted(asked.words, asked.readings))

    assert len(unescape(sub("</?mark>", "", str(shown)))) <= EXCERPT + 2
