"""What the head of a page says of it, and to whom."""

import json
import re
import uuid

import pytest

from cases.statuses import Status
from knowhow.actions.answers import mark_solution
from knowhow.models import Board, Reply, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def blocks(html: str) -> dict[str, dict]:
    found = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)]
    return {block["@type"]: block for block in found}


def asked(author, *, audience="public", title="面談の終わりに何を言いますか"):
    board = Board.objects.create(slug=f"b-{audience}", name="対話", purpose="話す", audience=audience)
    return Topic.objects.create(
        board=board, kind="question", title=title, body="いつも迷います。", body_html="<p>いつも迷います。</p>",
        excerpt="いつも迷います。", author=author, submission_key=uuid.uuid4(),
    )  # fmt: skip


def solved(author, helper, **values):
    topic = asked(author, **values)
    answer = {
        "body": "次に話すことを、社長に一つ決めてもらいます。",
        "body_html": "<p>次に話すことを、社長に一つ決めてもらいます。</p>",
    }
    reply = Reply.objects.create(topic=topic, author=helper, submission_key=uuid.uuid4(), **answer)
    Topic.objects.filter(pk=topic.pk).update(reply_count=1)
    mark_solution(by=author, reply=reply)
    return topic, reply


def test_a_chapter_has_its_own_address_picture_and_dates(visitor, settings):
    settings.BASE_URL = "https://example.jp"

    html = visitor.get("/about/?from=mail").content.decode()

    article = blocks(html)["Article"]
    assert '<link rel="canonical" href="https://example.jp/about/">' in html
    assert '<meta property="og:title" content="伴走支援とは">' in html
    assert re.search(r'<meta property="og:image" content="https://example.jp/share/pages/\d+\.png\?v=[0-9a-f]{8}">', html)
    assert article["headline"] == "伴走支援とは"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", article["dateModified"])
    assert [item["name"] for item in blocks(html)["BreadcrumbList"]["itemListElement"]] == ["ホーム", "伴走支援とは"]


def test_who_is_signed_in_is_not_told_how_the_page_looks_elsewhere(client_of, supporter):
    html = client_of(supporter).get("/about/").content.decode()

    assert "og:title" not in html
    assert 'rel="canonical"' in html


def test_a_title_cannot_end_what_machines_are_told(visitor, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="終わり</script><b>と & 記号")

    html = visitor.get(case.get_absolute_url()).content.decode()

    assert blocks(html)["Article"]["headline"] == "終わり</script><b>と & 記号"
    assert "終わり</script>" not in html


def test_a_solved_public_question_is_told_with_its_answer(visitor, supporter, other_supporter):
    topic, reply = solved(supporter, other_supporter)

    question = blocks(visitor.get(topic.get_absolute_url()).content.decode())["QAPage"]["mainEntity"]

    assert question["name"] == topic.title
    assert question["answerCount"] == 1
    assert question["acceptedAnswer"]["text"] == reply.body
    assert question["acceptedAnswer"]["author"]["name"] == "かえで"


def test_an_open_question_and_one_among_supporters_are_not_told_as_answers(visitor, client_of, supporter, other_supporter):
    unsolved = asked(supporter)
    closed, _ = solved(supporter, other_supporter, audience="supporter")

    assert "QAPage" not in visitor.get(unsolved.get_absolute_url()).content.decode()
    assert "QAPage" not in client_of(supporter).get(closed.get_absolute_url()).content.decode()


def test_the_english_page_says_which_parts_are_in_which_language(visitor):
    html = visitor.get("/en/").content.decode()

    assert '<html lang="en">' in html
    assert '<meta property="og:locale" content="en_US">' in html
    assert '<header class="site-header" lang="ja">' in html
    assert '<footer class="site-footer" lang="ja">' in html
    assert blocks(html)["Article"]["inLanguage"] == "en"
    assert '<html lang="ja">' in visitor.get("/").content.decode()
    assert 'href="/en/" hreflang="en" lang="en"' in visitor.get("/").content.decode()
