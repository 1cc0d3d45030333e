"""An organisation's page and the directory 連携さがし: who stands there, who reads what."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from cases.statuses import Status
from knowhow.models import Board, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def _listed(name: str, **values) -> Organisation:
    values = {"organisation_type": "bank", "prefecture": "13", "is_verified": True, "contact_phone": "03-0000-0000"} | values
    return Organisation.objects.create(name=name, in_directory=True, **values)


def _names(client, query: str = "") -> list[str]:
    page = client.get(f"/organisations/{query}").content.decode()
    return [name for name in ("見本銀行", "見本税理士法人", "見本大学") if f">{name}</a>" in page]


# -- the page ---------------------------------------------------------------------------------------------------------
def test_only_people_who_want_to_stand_on_the_page_stand_there(supporter, other_supporter, society, visitor, client_of):
    url = society.get_absolute_url()

    before = visitor.get(url).content.decode()
    client_of(supporter).post("/me/belonging/listing/", {"listed": "yes"})
    after = visitor.get(url).content.decode()
    client_of(supporter).post("/me/belonging/listing/", {"listed": "no"})

    assert "あおい" not in before
    assert "あおい" in after
    assert "かえで" not in after
    assert "あおい" not in visitor.get(url).content.decode()


def test_whoever_moves_stands_on_no_page_until_he_says_so_again(supporter, visitor, client_of):
    from accounts.actions import confirm_membership

    client_of(supporter).post("/me/belonging/listing/", {"listed": "yes"})
    bank = _listed("見本銀行")

    confirm_membership(user=User.objects.get(pk=supporter.pk), organisation=bank, by=None)

    assert "あおい" not in visitor.get(bank.get_absolute_url()).content.decode()


def test_the_page_of_an_unverified_organisation_is_staffs_alone(society, supporter, reviewer, client_of, visitor):
    Organisation.objects.update(is_verified=False)
    url = society.get_absolute_url()

    assert [client.get(url).status_code for client in (visitor, client_of(supporter), client_of(reviewer))] == [404, 404, 200]


def test_cases_stand_there_for_those_alone_who_may_know_of_which_organisation_a_case_is(
    supporter, other_supporter, society, member, reviewer, client_of, visitor
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    make_case(author=supporter, title="書きかけの題名")
    url = society.get_absolute_url()

    pages = [client.get(url).content.decode() for client in (visitor, client_of(member), client_of(other_supporter))]

    assert [case.title in page for page in pages] == [False, False, True]
    assert "書きかけの題名" not in pages[2]


def test_topics_stand_there_where_their_writer_does_and_for_those_who_may_read_them(
    supporter, other_supporter, society, visitor, client_of
):
    public = Board.objects.create(slug="public-board", name="公開の板", purpose="話す", audience="public", position=91)
    closed = Board.objects.create(slug="closed-board", name="支援者の板", purpose="話す", audience="supporter", position=92)
    for title, board, author, alias in (
        ("だれでも読める話題", public, supporter, ""),
        ("支援者だけの話題", closed, supporter, ""),
        ("名前を伏せた話題", public, supporter, "相談者"),
        ("のっていない人の話題", public, other_supporter, ""),
    ):
        Topic.objects.create(
            board=board, kind="clinic" if alias else "talk", title=title, author=author, alias=alias, organisation=society,
            body="本文です。よろしくお願いします。", submission_key=uuid.uuid4(),
        )  # fmt: skip
    client_of(supporter).post("/me/belonging/listing/", {"listed": "yes"})
    url = society.get_absolute_url()

    to_visitors, to_supporters = visitor.get(url).content.decode(), client_of(other_supporter).get(url).content.decode()

    assert "だれでも読める話題" in to_visitors
    assert "支援者だけの話題" not in to_visitors
    assert "支援者だけの話題" in to_supporters
    for hidden in ("名前を伏せた話題", "のっていない人の話題"):
        assert hidden not in to_supporters


def test_the_contact_is_shown_where_the_organisation_wants_to_be_found(society, visitor):
    Organisation.objects.update(contact_phone="019-000-0000")

    before = visitor.get(society.get_absolute_url()).content.decode()
    Organisation.objects.update(in_directory=True)

    assert "019-000-0000" not in before
    assert "019-000-0000" in visitor.get(society.get_absolute_url()).content.decode()


# -- the directory ----------------------------------------------------------------------------------------------------
def test_the_directory_is_searched_by_kind_area_and_what_they_can_do(visitor):
    _listed("見本銀行", abilities=["finance", "succession"])
    _listed("見本税理士法人", organisation_type="tax", prefecture="14", abilities=["tax", "succession"])
    _listed("見本大学", organisation_type="university", prefecture="39", abilities=["research"])

    assert _names(visitor) == ["見本銀行", "見本税理士法人", "見本大学"]
    assert _names(visitor, "?kind=tax") == ["見本税理士法人"]
    assert _names(visitor, "?area=39") == ["見本大学"]
    assert _names(visitor, "?area=block-kanto") == ["見本銀行", "見本税理士法人"]
    assert _names(visitor, "?can=succession") == ["見本銀行", "見本税理士法人"]
    assert _names(visitor, "?can=succession&area=13&kind=bank") == ["見本銀行"]
    assert _names(visitor, "?can=research&area=13") == []
    assert _names(visitor, "?kind=nothing") == ["見本銀行", "見本税理士法人", "見本大学"]


def test_who_did_not_ask_for_it_or_is_not_verified_stands_not_in_the_directory(visitor):
    _listed("見本銀行", is_verified=False)
    Organisation.objects.create(name="見本大学", organisation_type="university", prefecture="39", is_verified=True)

    assert _names(visitor) == []


def test_an_entry_without_a_contact_is_refused_by_the_database(society):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=society.pk).update(in_directory=True)


def test_directory_and_page_ask_as_much_at_one_row_as_at_fifty(society, supporter, visitor):
    User.objects.update(listed_at_organisation=True)
    _listed("見本銀行", abilities=["plan"])

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(url).status_code == 200
        return len(queries)

    urls = ("/organisations/", society.get_absolute_url())
    for url in urls:
        visitor.get(url)  # what is remembered once a process
    few = [asked(url) for url in urls]
    for number in range(50):
        _listed(f"見本第{number}銀行", abilities=["plan"])
        person = User.objects.create(email=f"p{number}@example.jp", display_name=f"人{number}", listed_at_organisation=True)
        from accounts.actions import confirm_membership

        confirm_membership(user=person, organisation=society, by=None)
    User.objects.update(listed_at_organisation=True)

    assert [asked(url) for url in urls] == few


def test_the_directory_goes_on_to_further_pages(visitor):
    for number in range(20):
        _listed(f"見本第{number:02}銀行")

    first = visitor.get("/organisations/").content.decode()
    next_page = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = visitor.get(f"/organisations/{next_page}").content.decode()

    assert "見本第14銀行" in first
    assert "見本第15銀行" not in first
    assert "見本第15銀行" in second
    assert "20件の支援機関" in second
