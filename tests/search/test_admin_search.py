"""Wagtail's own searches, which staff use."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from modelsearch.backends import get_search_backend
from PIL import Image

from bansou.images.models import SitePicture
from bansou.search.backend import index_now
from cases.models import Theme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["申請", "持続化", "つまず", "気付き", "サーバー"])
def test_staff_find_a_page_by_a_word_inside_its_title(query, owner, client_of, write_page):
    write_page(title="持続化補助金の申請でつまずいたサーバの話と気づいたこと")
    write_page(title="もう一つの章")

    page = client_of(owner).get(reverse("wagtailadmin_pages:search"), {"q": query}).content.decode()

    assert "つまずいたサーバの話" in page
    assert "もう一つの章" not in page


@pytest.mark.parametrize("query", ["の", "'", "&!|", "😀", "\\", "社" * 3000])
def test_odd_words_are_answered_in_the_admin(query, owner, client_of, write_page):
    write_page()

    for address in ("wagtailadmin_pages:search", "wagtailimages:index", "wagtailusers_users:index"):
        assert client_of(owner).get(reverse(address), {"q": query}).status_code == 200


def test_staff_find_a_picture(owner, client_of):
    written = io.BytesIO()
    Image.new("RGB", (20, 20)).save(written, "PNG")
    picture = SitePicture(title="工場の見取り図", file=SimpleUploadedFile("a.png", written.getvalue()), uploaded_by_user=owner)
    picture.save()
    index_now(picture)

    client = client_of(owner)

    assert "工場の見取り図" in client.get(reverse("wagtailimages:index"), {"q": "見取図"}).content.decode()
    assert "工場の見取り図" not in client.get(reverse("wagtailimages:index"), {"q": "社長"}).content.decode()


def test_staff_find_a_person(owner, member, client_of):
    assert member.email in client_of(owner).get(reverse("wagtailusers_users:index"), {"q": "れん"}).content.decode()


def test_staff_find_a_case(owner, client_of, write_case):
    case = write_case(title="鍛冶屋が気づいた日")
    address = reverse(case.snippet_viewset.get_url_name("list"))

    client = client_of(owner)

    assert case.title in client.get(address, {"q": "気付き"}).content.decode()
    assert case.title not in client.get(address, {"q": "値上げ"}).content.decode()


def test_staff_find_a_theme_in_a_list(owner):
    Theme.objects.create(slug="mono", name="ものづくりの継承")

    assert [theme.name for theme in get_search_backend().autocomplete("ものづ", Theme)] == ["ものづくりの継承"]
