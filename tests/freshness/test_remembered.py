"""Parts of pages come from memory only while nothing that they show has changed, and only for people who may read the same."""

import re
import uuid

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.explainer.models import ExplainerPage
from bansou.freshness.models import ContentChange, content_version
from cases.actions import withdraw_case
from cases.models import Keyword, QuestionCard, Theme
from cases.statuses import Status
from knowhow.actions import hide_post, post_topic, report_question
from knowhow.models import Board
from tests.factories import walk_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(supporter, other_supporter, reviewer):
    """A small site: explainer, two cases, a board of each audience with a topic."""
    public = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="公開の事例")
    members = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="会員の事例", disclosure="members")
    topics = {}
    for audience, author in (("public", other_supporter), ("supporter", supporter)):
        board = Board.objects.create(slug=audience, name=audience, purpose="話す。", audience=audience)
        topics[audience] = post_topic(
            by=author, board=board, kind="question", title=f"{audience}の話題", body="話し合いたいことがあります。",
            submission_key=uuid.uuid4(),
        )  # fmt: skip
    keyword = Keyword.objects.create(name="沈黙")
    topics["public"].keywords.add(keyword)
    card = QuestionCard.objects.shown().earliest("pk")
    public.used_questions.add(card)
    public.save()
    report_question(by=supporter, card=card, text="長く黙られました。")
    return {"public": public, "members": members, "topics": topics, "card": card, "keyword": keyword}


@pytest.fixture
def addresses(filled) -> list[str]:
    return [
        "/", "/about/", "/walls/", "/walls/see/", "/cases/", "/cases/?wall=see&theme=sales", filled["public"].get_absolute_url(),
        "/knowhow/questions/", f"/knowhow/questions/{filled['card'].pk}/", f"/knowhow/questions/sheet/?card={filled['card'].pk}",
        "/knowhow/", "/knowhow/?show=unanswered", "/knowhow/boards/", "/knowhow/boards/public/", filled["topics"]["public"].get_absolute_url(), "/search/?q=事例",
        f"/knowhow/keywords/{filled['keyword'].pk}/", "/knowhow/clinic/",
    ]  # fmt: skip


def test_a_remembered_part_keeps_its_words_and_loses_the_indentation_between_its_tags():
    template = Template(
        '{% load freshness %}{% remembered "part" key %}\n  <ul>\n\n    <li>一つ\n      目</li>\n  </ul>\n  <pre>a\n   b &lt;</pre>{% endremembered %}'
    )
    html = template.render(Context({"key": uuid.uuid4().hex}))
    assert html == "\n  <ul>\n<li>一つ\n      目</li>\n</ul>\n<pre>a\n   b &lt;</pre>"


def _signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _tables(client: Client, address: str) -> tuple[set[str], int]:
    """The tables that an address reads, and in how many queries."""
    with CaptureQueriesContext(connection) as captured:
        _html(client, address)
    return set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in captured))), len(captured)


def test_whatever_a_remembered_part_reads_is_watched(addresses, supporter):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'content_changes'")
        watched = {name for (name,) in cursor.fetchall()}
    for client in (Client(), _signed_in(supporter)):
        for address in addresses:
            caches["pages"].clear()
            cold, _ = _tables(client, address)
            warm, _ = _tables(client, address)

            # Kinds of things and languages never change while the site runs; the banner is remembered by time, outside of the parts.
            assert cold - warm - {"django_content_type", "wagtailcore_locale", "announcements_announcement"} <= watched, address


def test_a_page_from_memory_asks_for_the_person_the_version_and_its_own_row(addresses, other_supporter):
    client = _signed_in(other_supporter)
    for address in addresses:
        _html(client, address)

        # Session, person, version, row, unread notices; Wagtail's pages ask four more, for the site and for who may see the page.
        # The first page asks what waits for the person: drafts, cases, follow-ups, unread topics, announcements of his circles.
        assert _tables(client, address)[1] <= 10 + 6 * (address == "/"), address


def test_a_new_case_is_on_every_list_at_once(addresses, filled, supporter, reviewer):
    reader = Client()
    for address in ("/", "/cases/", "/walls/see/", "/cases/?wall=see"):
        _html(reader, address)
    walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, title="たった今の事例")

    for address in ("/", "/cases/", "/walls/see/", "/cases/?wall=see"):
        assert "たった今の事例" in _html(reader, address), address


def test_a_withdrawn_case_is_gone_at_once(addresses, filled, supporter):
    reader = Client()
    for address in addresses:
        _html(reader, address)
    withdraw_case(case=filled["public"], by=supporter, reason="同意の取り消し")

    for address in ("/", "/cases/", "/walls/see/", "/search/?q=事例"):
        assert "公開の事例" not in _html(reader, address), address
    assert reader.get(filled["public"].get_absolute_url()).status_code == 410


def test_what_a_supporter_reads_is_not_remembered_for_a_visitor(filled, supporter):
    for address, words in (("/cases/", "会員の事例"), ("/", "会員の事例"), ("/knowhow/", "supporterの話題")):
        assert words in _html(_signed_in(supporter), address)
        assert words not in _html(Client(), address)


def test_an_authors_own_hidden_topic_is_not_remembered_for_others(filled, supporter, other_supporter, reviewer):
    hidden = filled["topics"]["public"]
    hide_post(by=reviewer, post=hidden, reason="会社が分かるため")
    author, other = _signed_in(other_supporter), _signed_in(supporter)

    assert hidden.title in _html(author, hidden.get_absolute_url())
    assert other.get(hidden.get_absolute_url()).status_code == 404
    for address in ("/", "/knowhow/", "/knowhow/clinic/", "/knowhow/boards/public/", "/search/?q=話題"):
        _html(author, address)
        assert hidden.title not in _html(other, address), address


def test_the_link_to_edit_a_post_is_its_authors_alone(filled, supporter, other_supporter):
    topic = filled["topics"]["public"]

    assert "修正する" in _html(_signed_in(other_supporter), topic.get_absolute_url())
    assert "修正する" not in _html(_signed_in(supporter), topic.get_absolute_url())
    assert "修正する" in _html(_signed_in(other_supporter), topic.get_absolute_url())


def test_the_link_to_edit_a_case_is_its_teams_alone(filled, supporter, other_supporter):
    address = filled["public"].get_absolute_url()

    assert "書き直す" not in _html(_signed_in(other_supporter), address)
    assert "書き直す" in _html(_signed_in(supporter), address)
    assert "書き直す" not in _html(_signed_in(other_supporter), address)


def test_a_preview_of_a_page_is_neither_remembered_nor_from_memory(filled):
    page = ExplainerPage.objects.get(slug="about")
    _html(Client(), "/about/")
    page.summary = "まだ公開していない導入文"

    assert page.summary in page.make_preview_request().rendered_content
    assert page.summary not in _html(Client(), "/about/")


def test_a_renamed_theme_is_seen_at_once(filled):
    reader = Client()
    _html(reader, "/cases/")
    Theme.objects.filter(slug="sales").update(name="売り先の名前")

    assert "売り先の名前" in _html(reader, "/cases/")


def test_a_change_that_commits_after_a_later_one_is_noticed_too():
    first = ContentChange.objects.create()
    ContentChange.objects.create(pk=first.pk + 2)
    before = content_version()
    ContentChange.objects.create(pk=first.pk + 1)

    assert content_version() != before


def test_only_the_latest_changes_are_kept(filled):
    with connection.cursor() as cursor:
        for _ in range(450):
            cursor.execute("UPDATE cases_theme SET name = name WHERE false")

    assert 200 <= ContentChange.objects.count() <= 401


def test_what_a_moderator_is_offered_is_not_remembered_for_an_editor(filled, reviewer):
    editor = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=editor, roles=[EDITOR], by=None)
    address = filled["topics"]["public"].get_absolute_url()

    assert "非表示にする" in _html(_signed_in(reviewer), address)
    assert "非表示にする" not in _html(_signed_in(editor), address)
    assert "非表示にする" in _html(_signed_in(reviewer), address)
