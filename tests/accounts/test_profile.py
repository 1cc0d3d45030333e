"""What a person tells about himself, who sees it, and his organisation beside what he wrote."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.actions import save_profile
from accounts.actions.profiles import ProfileTexts
from accounts.models import Profile
from accounts.shown_organisation import OrganisationShown
from bansou.images.models import SitePicture
from cases.statuses import Status
from knowhow.models import Board, Topic
from tests.factories import make_case, photo_with_gps

pytestmark = pytest.mark.django_db

URL = "/me/profile/"
TYPED = {
    "display_name": "あおい",
    "reading": "アオイ",
    "organisation_shown": "full",
    "region": "03",
    "experience": ["dialogue", "succession"],
    "qualifications": "経営指導員",
    "words": "まず聴きます。",
}


@pytest.fixture
def topic(supporter):
    """A public topic of Aoi's."""
    return Topic.objects.create(
        board=Board.objects.create(slug="talk", name="雑談の板", purpose="話す場所です。", audience="public"),
        author=supporter,
        organisation=supporter.organisation,
        kind="talk",
        title="面談のはじめの五分",
        body="はじめの五分をどう使いますか。",
        body_html="<p>はじめの五分をどう使いますか。</p>",
        submission_key="00000000-0000-0000-0000-000000000001",
    )


def person_page(client, person) -> str:
    return client.get(reverse("knowhow:person", args=[person.pk])).content.decode()


def test_what_is_saved_stands_on_the_page_of_the_person(client_of, supporter, member, topic):
    client_of(supporter).post(URL, TYPED)

    page = person_page(client_of(member), supporter)

    assert all(words in page for words in ("岩手県", "経営者との対話・課題設定", "経営指導員", "まず聴きます。", "商工会"))
    assert "見本町商工会" not in page


def test_the_reading_and_the_picture_are_for_supporters(client_of, supporter, other_supporter, member, topic):
    client_of(supporter).post(URL, TYPED | {"picture": photo_with_gps()})

    for reader, sees in ((member, False), (other_supporter, True)):
        page = person_page(client_of(reader), supporter)
        assert ("アオイ" in page, '<img class="profile__picture"' in page) == (sees, sees)


def test_a_picture_is_stored_without_its_place_and_loaded_by_supporters_alone(
    client_of, visitor, supporter, other_supporter, member
):
    client_of(supporter).post(URL, TYPED | {"picture": photo_with_gps()})
    picture = Profile.objects.get(user=supporter).picture
    address = picture.get_rendition("fill-192x192").url

    answers = [client.get(address).status_code for client in (visitor, client_of(member), client_of(other_supporter))]

    assert answers == [404, 404, 200]
    with picture.open_file() as file, Image.open(io.BytesIO(file.read())) as stored:
        assert not stored.getexif()


def test_a_new_picture_takes_the_place_of_the_old_one(client_of, supporter):
    client = client_of(supporter)
    client.post(URL, TYPED | {"picture": photo_with_gps()})
    client.post(URL, TYPED | {"picture": photo_with_gps()})

    assert SitePicture.objects.filter(uploaded_by_user=supporter).count() == 1

    client.post(URL, TYPED | {"drop_picture": "on"})

    assert not SitePicture.objects.filter(uploaded_by_user=supporter).exists()


def test_the_preview_shows_each_audience_what_was_typed_and_saves_nothing(client_of, supporter):
    answer = client_of(supporter).post(URL, TYPED | {"look": "1"})

    public, members, supporters = (shown for _, shown in answer.context["looks"])

    assert (public.organisation, public.words, public.reading) == ("商工会", "", "")
    assert (members.organisation, members.words, members.reading) == ("商工会", "まず聴きます。", "")
    assert (supporters.organisation, supporters.reading) == ("見本町商工会", "アオイ")
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("display_name", "", "「表示名」を入力してください。"),
        ("reading", "Aoi", "よみがなは、ひらがなかカタカナで入力してください。"),
        ("region", "99", "「活動している都道府県」は、一覧の中から選んでください。"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(client_of, supporter, field, typed, words):
    page = client_of(supporter).post(URL, TYPED | {field: typed}).content.decode()

    assert words in page
    assert "まず聴きます。" in page


def test_what_is_no_picture_is_said_and_nothing_is_saved(client_of, supporter):
    # The head of a picture and nothing after it: only decoding finds out.
    head = io.BytesIO()
    Image.new("RGB", (64, 64)).save(head, "PNG")
    broken = SimpleUploadedFile("a.png", head.getvalue()[:60], "image/png")

    page = client_of(supporter).post(URL, TYPED | {"picture": broken}).content.decode()

    assert "写真として読み取れませんでした" in page
    assert not Profile.objects.exists()


@pytest.mark.parametrize(
    ("choice", "beside_a_post", "on_his_page", "of_a_case"),
    [
        (OrganisationShown.FULL, "商工会", "見本町商工会", "見本町商工会"),
        (OrganisationShown.KIND, "商工会", "商工会", "商工会"),
        (OrganisationShown.HIDDEN, "", "", ""),
    ],
)
def test_the_organisation_is_shown_as_its_writer_chose(
    client_of, supporter, other_supporter, reviewer, topic, choice, beside_a_post, on_his_page, of_a_case
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    save_profile(by=supporter, texts=ProfileTexts(display_name="あおい", organisation_shown=choice))
    reader = client_of(other_supporter)

    post = reader.get(topic.get_absolute_url()).content.decode()
    own = person_page(reader, supporter)
    page = reader.get(case.get_absolute_url()).content.decode()
    part = page[page.index('id="team"') : page.index("</section>", page.index('id="team"'))]

    assert ("商工会" in post) == bool(beside_a_post)
    assert "見本町商工会" not in post
    for place, words in ((own, on_his_page), (part, of_a_case)):
        assert words in place
        assert ("見本町商工会" in place) == (words == "見本町商工会")
        assert ("商工会" in place) == bool(words)


def test_a_change_is_seen_at_once_on_remembered_pages(client_of, visitor, supporter, topic):
    before = visitor.get(topic.get_absolute_url()).content.decode()
    client_of(supporter).post(URL, TYPED | {"organisation_shown": "hidden"})
    after = visitor.get(topic.get_absolute_url()).content.decode()

    assert ("商工会" in before, "商工会" in after) == (True, False)


def test_a_profile_is_saved_so_often_a_day_and_not_more(client_of, supporter, settings):
    client = client_of(supporter)
    answers = [client.post(URL, TYPED).status_code for _ in range(61)]

    assert answers == [302] * 60 + [403]
