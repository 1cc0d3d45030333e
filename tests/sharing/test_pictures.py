"""The picture that other sites show for a page."""

import io

import pytest
from PIL import Image

from bansou.explainer.models import ExplainerPage
from bansou.sharing import pictures
from bansou.sharing.pictures import HEIGHT, WIDTH, digest_of, picture_of
from bansou.sharing.subjects import SITE, Subject
from cases.models import QuestionCard
from cases.statuses import Status
from tests.factories import make_case


@pytest.mark.parametrize(
    "title",
    ["壁", "経営者のとなりを、ともに歩くために", "社長が長く黙ったあとに話し出すまで待つということについて、" * 3, "🎉", ""],
)
def test_any_title_becomes_a_picture_of_the_size_that_other_sites_ask_for(title):
    content = picture_of(Subject(title, "支援事例"))

    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(content) < 60_000


def test_letters_that_the_font_does_not_have_are_seen_to_be_missing_and_pictures_are_left_out():
    assert pictures._settable("髙橋さんの①壁🎉") == "髙橋さんの①壁"
    assert pictures._settable("ខ្មែរ社").replace("〓", "") == "社"
    assert pictures._settable("ខ社") == "〓社"


def test_another_title_is_another_picture():
    assert digest_of(Subject("一", "事例")) != digest_of(Subject("二", "事例"))


@pytest.mark.django_db
def test_a_public_case_has_a_picture_until_it_is_withdrawn(client, supporter, reviewer):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    first = client.get(f"/share/cases/{case.pk}.png")
    type(case).objects.filter(pk=case.pk).update(live=False)

    assert (first.status_code, first.headers["Content-Type"]) == (200, "image/png")
    assert client.get(f"/share/cases/{case.pk}.png").status_code == 404


@pytest.mark.django_db
def test_nothing_that_is_not_for_everybody_has_a_picture_whoever_asks(client_of, supporter, reviewer):
    for_members = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members")
    draft = make_case(author=supporter)
    card = QuestionCard.objects.shown().earliest("pk")
    QuestionCard.objects.filter(pk=card.pk).update(state="proposed")
    page = ExplainerPage.objects.get(slug="about")
    page.unpublish()
    signed_in = client_of(supporter)

    for address in (
        f"/share/cases/{for_members.pk}.png",
        f"/share/cases/{draft.pk}.png",
        f"/share/questions/{card.pk}.png",
        f"/share/pages/{page.pk}.png",
        "/share/people/1.png",
        "/share/cases/99999999999999999999999.png",
    ):
        assert signed_in.get(address).status_code == 404, address


@pytest.mark.django_db
def test_whoever_has_the_picture_is_not_sent_it_again(client):
    first = client.get("/share/site.png")

    again = client.get("/share/site.png", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert first.content == picture_of(SITE)


@pytest.mark.django_db
def test_a_picture_asks_one_query(client, supporter, reviewer, django_assert_max_num_queries):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)

    with django_assert_max_num_queries(1):
        client.get(f"/share/cases/{case.pk}.png")
