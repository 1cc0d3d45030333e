"""What a person may not read, no page tells him by being asked: not by results, counts, suggestions, likeness, nor by a difference.

Each thing has words that stand nowhere else. Whoever may not find the thing must get, for its words, the very page that he gets for words
that nobody ever wrote. Which pages are asked follows from the table of addresses, so a new one is asked by itself.
"""

import datetime
import difflib
import itertools
import random
import re
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from accounts.actions import confirm_membership, grant_roles
from accounts.models import User
from accounts.roles import EDITOR, MODERATOR, REGISTRAR, REVIEWER
from bansou.search.backend import index_now
from bansou.search.counting import count_words
from bansou.search.words import words_of
from bansou.text.markdown import render
from cases.models import QuestionCard, WantedCase
from cases.statuses import Status
from knowhow.actions import open_clinic
from knowhow.models import Board, Reply, Topic
from tests.factories import fresh, make_case
from tests.site.matrix import ROLES
from tests.site.test_addresses import SITE, TABLE, addresses  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

#: Pages that answer to words: their names tell.
ASKED = [name for name in SITE if re.search(r"search|similar|[:_]like|wanted", name)]
SUPPORTERS = {"supporter", "host", "reviewer", "moderator", "editor", "registrar", "owner"}
EVERYBODY = set(ROLES)
SIGNED_IN = EVERYBODY - {"visitor"}
#: A query is cut after 200 letters.
_AT_ONCE = 9
_ONE_OF_EACH_CIRCLE = ("visitor", "member", "supporter", "owner")
_drawn = random.Random(8)  # noqa: S311 - the same words every time


@dataclass(frozen=True)
class Words:
    """A row of letters that nobody mistypes for another, and a word in kana that search may take for a slip of the pen."""

    letters: str
    kana: str

    def __str__(self) -> str:
        return f"{self.letters} {self.kana}"


def new_words() -> Words:
    letters = "qzx" + "".join(_drawn.choice("bdfghjklmnpqrstvwxz") for _ in range(9))
    while True:
        kana = "".join(_drawn.choice("カキクケコサスセソタテトナニヌノハヒフヘホマミムメモヤヨラリルレロ") for _ in range(6))
        words = words_of(kana)
        if len(words) == 1 and words[0] and not words[0].parts:
            return Words(letters, kana)


@dataclass(frozen=True)
class Thing:
    """Something that only these roles may find."""

    name: str
    words: Words
    finders: set[str]


@pytest.fixture
def people(member, other_supporter, owner) -> dict[str, User | None]:
    """Somebody in each role of the table; none of them wrote what is sought."""
    people: dict[str, User | None] = {"visitor": None, "member": member, "supporter": other_supporter, "owner": owner}
    people["host"] = User.objects.create_user("host@example.jp", "pass-word-1234", display_name="host")
    confirm_membership(user=people["host"], organisation=other_supporter.organisation, by=None)
    for name, role in (("reviewer", REVIEWER), ("moderator", MODERATOR), ("editor", EDITOR), ("registrar", REGISTRAR)):
        people[name] = User.objects.create_user(f"{name}@example.jp", "pass-word-1234", display_name=name)
        grant_roles(user=people[name], roles=[role], by=None)
    return people


@pytest.fixture
def clients(people) -> dict[str, Client]:
    clients = {}
    for role in ROLES:
        clients[role] = Client()
        if people[role] is not None:
            clients[role].force_login(people[role])
    return clients


@pytest.fixture
def things(supporter, reviewer, people, write_page) -> list[Thing]:
    """Everything twice: what stands in one thing alone is suggested to nobody anyway."""
    writers: dict[str, tuple[Callable[[Words], Any], set[str]]] = {
        "public case": (_case(supporter, reviewer), EVERYBODY),
        "case for members": (_case(supporter, reviewer, disclosure="members"), SUPPORTERS),
        "draft": (_case(supporter, reviewer, Status.DRAFT), set()),
        "case under review": (_case(supporter, reviewer, Status.SUBMITTED), set()),
        "withdrawn case": (_case(supporter, reviewer, Status.WITHDRAWN), set()),
        "expired case": (_case(supporter, reviewer, Status.EXPIRED), set()),
        "new version of a case": (_new_version(supporter, reviewer), set()),
        "reflections of a case": (_case(supporter, reviewer, field="went_well"), SUPPORTERS),
        "public topic": (_topic(supporter, "public"), EVERYBODY),
        "topic for members": (_topic(supporter, "member"), SIGNED_IN),
        "topic for supporters": (_topic(supporter, "supporter"), SUPPORTERS),
        "hidden topic": (_topic(supporter, "public", hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="社名"), set()),
        "held topic": (_topic(supporter, "public", held_at=timezone.now(), held_for="newcomer"), set()),
        "hidden reply": (_hidden_reply(supporter, reviewer), set()),
        "clinic": (_clinic(supporter), SUPPORTERS),
        "proposed question": (_question(supporter), set()),
        "public page": (lambda words: write_page(title=f"{words}の章"), EVERYBODY),
        "draft of a page": (_page(write_page, live=False), set()),
        "page behind a password": (_page(write_page, live=True), set()),
        "wish that was taken off": (lambda words: WantedCase.objects.create(title=f"{words}", is_shown=False), set()),
    }
    things = []
    for name, (write, finders) in writers.items():
        words = new_words()
        for _ in range(2):
            write(words)
        things.append(Thing(name, words, finders))
    count_words()
    return things


def _case(
    author: User, reviewer: User, status: Status = Status.PUBLISHED, *, field: str = "", **fields: Any
) -> Callable[[Words], Any]:
    def write(words: Words) -> Any:
        texts = {field: f"{words}を聞いた。"} if field else {"title": f"{words}の事例", "summary": f"{words}を語るまで。"}
        case = make_case(author=author, reviewer=reviewer, status=status, **(texts | fields))
        index_now(case)
        return case

    return write


def _new_version(author: User, reviewer: User) -> Callable[[Words], Any]:
    def write(words: Words) -> None:
        case = make_case(author=author, reviewer=reviewer, status=Status.PUBLISHED)
        version = case.get_latest_revision_as_object()
        version.title = f"{words}の事例"
        version.save_revision(user=author, clean=False)
        index_now(fresh(case))

    return write


def _topic(author: User, audience: str, **fields: Any) -> Callable[[Words], Topic]:
    def write(words: Words) -> Topic:
        board, _ = Board.objects.get_or_create(
            slug=f"for-{audience}", defaults={"name": f"{audience}の部屋", "audience": audience}
        )
        body = f"{words}について、みなさんはどうしていますか。"
        topic = Topic(
            board=board, kind="question", title=f"{words}の話", body=body, body_html=render(body), author=author,
            submission_key=uuid.uuid4(), **fields,
        )  # fmt: skip
        topic.save()
        index_now(topic)
        return topic

    return write


def _hidden_reply(author: User, reviewer: User) -> Callable[[Words], Any]:
    def write(words: Words) -> None:
        topic = _topic(author, "public")(Words("返信のある話題", ""))
        hidden = {"hidden_at": timezone.now(), "hidden_by": reviewer, "hidden_reason": "社名"}
        Reply.objects.create(
            topic=topic, author=author, body=f"{words}", body_html=f"<p>{words}</p>", submission_key=uuid.uuid4(), **hidden
        )
        index_now(topic)

    return write


def _clinic(author: User) -> Callable[[Words], Any]:
    def write(words: Words) -> None:
        opener = User.objects.create_user(f"{uuid.uuid4().hex}@example.jp", "pass-word-1234", display_name="みお")
        confirm_membership(user=opener, organisation=author.organisation, by=None)
        texts = dict.fromkeys(("situation", "hesitation", "tried", "asked"), f"{words}に迷っています。")
        index_now(open_clinic(by=opener, title=f"{words}の相談", texts=texts, submission_key=uuid.uuid4()))

    return write


def _question(author: User) -> Callable[[Words], Any]:
    def write(words: Words) -> None:
        texts = {"question": f"{words}は何ですか", "aim": f"{words}を知る"}
        index_now(QuestionCard.objects.create(inquiry="pure", walls=["see"], stage="notice", author=author, **texts))

    return write


def _page(write_page: Callable[..., Any], *, live: bool) -> Callable[[Words], Any]:
    def write(words: Words) -> None:
        page = write_page(title=f"{words}の章", body=f"{words}です。")
        if live:
            PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        else:
            page.unpublish()

    return write


#: What differs from one answer to the next whatever was asked: tokens, marks of a form, its piece of work.
_CHANCE = re.compile(
    r'name="(?:csrfmiddlewaretoken|task|draft_\w+|submission_key)" value="[^"]*"|data-sequence="\d+"|"X-CSRFToken": "\w+"|\b1[78]\d{11}\b'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)


def answer(client: Client, address: str, asked: str, *, method: str = "get") -> tuple[int, str]:
    """Status and page, with the asked words and chance taken out."""
    for cache in ("default", "pages"):
        caches[cache].clear()
    response = getattr(client, method)(address, dict.fromkeys(("q", "title", "text"), asked))
    body = response.headers.get("Location", "") + b"".join(response).decode()
    for word in re.split(r"[ :]", asked):
        body = without(word, body)
    return response.status_code, _CHANCE.sub("", body)


def without(word: str, body: str) -> str:
    """The page with the word taken out, however it is written there."""
    encoded = quote(word)
    for written in (word, word.encode("unicode_escape").decode(), encoded, encoded.lower(), encoded.replace("%", "%25")):
        body = body.replace(written, "…")
    return body


def _difference(one: str, other: str) -> str:
    return "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), n=0))


def _asked_addresses(addresses: dict[str, str]) -> list[tuple[str, str]]:  # noqa: F811
    """(method, address): GET of each, and POST where the page is a form that finds something."""
    found = [("get", addresses[name]) for name in ASKED if TABLE[name][0] != 405]
    return found + [("post", addresses[name]) for name in ASKED if re.search(r"similar|[:_]like", name)]


def _told_of_hidden(things: list[Thing], roles: Collection[str], clients: dict[str, Client], where: dict[str, str]) -> list[str]:
    """Where a page differs from the one for words that nobody wrote."""
    told = []
    for (method, address), role in itertools.product(_asked_addresses(where), roles):
        hidden = [thing for thing in things if role not in thing.finders]
        # Some at once: with any of them found the answer would differ.
        for some in itertools.batched(hidden, _AT_ONCE):
            asked, nothing = (
                " ".join(map(str, words)) for words in ([thing.words for thing in some], [new_words() for _ in some])
            )
            one, other = (answer(clients[role], address, words, method=method) for words in (asked, nothing))
            if one != other:
                told.append(f"{method} {address} as {role}: {[thing.name for thing in some]}\n{_difference(one[1], other[1])}")
    return told


def test_each_circle_finds_what_it_may_and_is_told_of_nothing_else(things, clients, addresses):  # noqa: F811
    found = set()
    for role in _ONE_OF_EACH_CIRCLE:
        nothing = answer(clients[role], "/search/", new_words().letters)
        found |= {(role, thing.name) for thing in things if answer(clients[role], "/search/", thing.words.letters) != nothing}
    told = _told_of_hidden(things, _ONE_OF_EACH_CIRCLE, clients, addresses)

    assert found == {(role, thing.name) for thing in things for role in thing.finders & set(_ONE_OF_EACH_CIRCLE)}
    assert not told, "\n".join(told)


@pytest.mark.audit
def test_no_role_is_told_of_what_it_may_not_find(things, clients, addresses):  # noqa: F811
    told = _told_of_hidden(things, ROLES, clients, addresses)

    assert not told, "\n".join(told)


def test_the_name_of_a_board_that_one_may_not_read_is_no_condition_to_him(supporter, clients):
    words = new_words()
    board = Board.objects.create(slug=words.letters, name=words.kana, audience="supporter")
    fields = {
        "kind": "question",
        "title": "部屋の話です",
        "body": "この部屋の本文です。よろしくお願いします。",
        "body_html": "<p>本文です。</p>",
        "author": supporter,
    }
    index_now(Topic.objects.create(board=board, submission_key=uuid.uuid4(), **fields))

    for role, kind, way in itertools.product(
        ("visitor", "member"), ("letters", "kana"), ("掲示板:{}", "board:{}", "話 掲示板:{}")
    ):
        asked, nothing = (way.format(getattr(some, kind)) for some in (words, new_words()))
        one, other = answer(clients[role], "/search/", asked), answer(clients[role], "/search/", nothing)
        assert one == other, _difference(one[1], other[1])


def test_neither_a_beginning_nor_a_slip_of_the_pen_brings_a_hidden_word_back(things, clients, addresses):  # noqa: F811
    told = []
    for role in ("visitor", "supporter"):
        for thing in things:
            if role in thing.finders:
                continue
            kana = thing.words.kana
            for typed in (kana[:-1], kana[:3] + "ン" + kana[4:]):
                for method, address in (
                    ("get", addresses[name]) for name in ASKED if re.search("^search:(results|suggest)", name)
                ):
                    _, page = answer(clients[role], address, typed, method=method)
                    if kana in page or thing.words.letters in page:
                        told.append(f"{role} {address} {thing.name}: {typed}")

    assert not told


def test_counts_and_order_of_what_a_visitor_finds_do_not_depend_on_what_he_may_not_read(supporter, reviewer, clients, addresses):  # noqa: F811
    """Two public cases alike but for one word; a dozen hidden things have the one word and not the other."""
    shared, alone = new_words(), new_words()
    numbers = {}
    for words in (shared, alone):
        numbers[words] = [_case(supporter, reviewer)(words).pk for _ in range(2)]
    for number in range(4):
        for write in (
            _case(supporter, reviewer, Status.DRAFT, industry="D"), _case(supporter, reviewer, Status.WITHDRAWN, industry="D"),
            _case(supporter, reviewer, disclosure="members", industry="D", area="13"), _topic(supporter, "supporter"),
            _topic(supporter, "public", hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason=f"社名{number}"),
        ):  # fmt: skip
            write(shared)
    count_words()

    def page_of(words: Words, address: str, kind: str) -> tuple[int, str]:
        status, body = answer(clients["visitor"], address, getattr(words, kind))
        for place, number in enumerate(numbers[words]):
            body = body.replace(f"/cases/{number}/", f"/cases/{place}/")
        for part in (words.letters, words.kana):
            body = without(part, body)
        return status, body

    for name in ASKED:
        if name.startswith("search:") and TABLE[name][0] == 200:
            for kind in ("letters", "kana"):
                one, other = page_of(shared, addresses[name], kind), page_of(alone, addresses[name], kind)
                assert one == other, _difference(one[1], other[1])


def test_the_words_of_the_test_are_asked_of_every_page_that_answers_to_words():
    assert {"search:results", "knowhow:similar", "cases:wanted"} <= set(ASKED)


def test_a_week_that_is_searched_by_few_shows_in_no_answer(clients):
    """What others searched for is suggested to nobody."""
    from bansou.search.models import SearchedWords
    from bansou.search.models.demand import monday_of

    words = new_words()
    SearchedWords.objects.create(week=monday_of(timezone.localdate() - datetime.timedelta(days=7)), words=words.kana, people=9)

    for role in ("visitor", "supporter"):
        assert words.kana not in answer(clients[role], "/search/", words.kana[:-1])[1]
