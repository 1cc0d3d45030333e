"""Pictures in posts: described, stripped of what a phone writes into them, seen by the post's readers alone."""

import datetime
import json
import re
import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from bansou.images.models import SitePicture
from knowhow.actions import drop_unused_pictures
from knowhow.models import PostPicture, Reply, Topic
from tests.factories import photo_with_gps

BODY = "白板に付せんを貼って、順番を考えました。"


def upload(**fields):
    return {"picture": photo_with_gps(), "picture_alt": "付せんを貼った白板", "add_picture": "1"} | fields


@pytest.fixture
def old_member(member, make_topic) -> User:
    """Ren, who has been here for a while."""
    member.date_joined = timezone.now() - datetime.timedelta(days=9)
    member.save()
    make_topic("前に書いた話題です", author=member)
    return member


@pytest.fixture
def shown(topic, old_member, client_of) -> PostPicture:
    """A picture in a reply by Ren."""
    browser = client_of(old_member)
    browser.post(topic.get_absolute_url(), upload(body=BODY))
    mark = PostPicture.objects.get().mark
    browser.post(topic.get_absolute_url(), {"body": f"{BODY}\n\n{mark}\n\n続きです。"})
    return PostPicture.objects.get()


def test_a_picture_is_put_at_the_end_of_the_text_and_nothing_is_posted_yet(topic, old_member, client_of):
    page = client_of(old_member).post(topic.get_absolute_url(), upload(body=BODY)).content.decode()

    picture = PostPicture.objects.get()
    assert f"{BODY}\n\n{picture.mark}" in page
    assert "好きなところへ動かせます" in page
    assert not Reply.objects.exists()


def test_a_posted_picture_is_a_figure_with_its_description(topic, shown, visitor):
    page = visitor.get(topic.get_absolute_url()).content.decode()

    assert re.search(rf'<figure><img src="/knowhow/pictures/{shown.pk}/" alt="付せんを貼った白板" width="\d+" height="\d+"', page)
    assert "【写真" not in page
    assert shown.reply_id
    assert shown.unused_since is None


def test_the_file_tells_nothing_of_the_phone(shown, visitor):
    answer = visitor.get(shown.get_absolute_url())

    picture = Image.open(SimpleUploadedFile("x", b"".join(answer.streaming_content)))
    assert not picture.getexif()


def test_a_chosen_picture_goes_along_with_the_button_that_posts(topic, old_member, client_of):
    sent = upload(body=BODY)
    del sent["add_picture"]

    client_of(old_member).post(topic.get_absolute_url(), sent)

    assert "<figure>" in Reply.objects.get().body_html


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"picture_alt": ""}, "「写真の説明」を入力してください。"),
        ({"picture_alt": "机"}, "4文字以上で入力してください"),
        ({"picture": b"<script>"}, "写真として読み取れませんでした。"),
        ({"picture": ""}, "「写真」を選んでください。"),
    ],
)
@pytest.mark.parametrize("button", ["add_picture", "send"])
def test_a_picture_that_cannot_be_taken_is_answered_and_the_text_stays(changes, message, button, topic, old_member, client_of):
    sent = upload(body=BODY, **changes)
    if isinstance(sent["picture"], bytes):
        sent["picture"] = SimpleUploadedFile("x.jpg", sent["picture"])
    if button == "send":
        del sent["add_picture"]
        if not sent["picture"]:
            pytest.skip("no picture was chosen: the text alone is posted")

    page = client_of(old_member).post(topic.get_absolute_url(), sent).content.decode()

    assert message in page
    assert BODY in page
    assert not PostPicture.objects.exists()
    assert not Reply.objects.exists()


def test_a_picture_is_for_those_who_read_the_post(make_board, make_topic, supporter, member, visitor, client_of):
    topic = make_topic(board=make_board("trust", "supporter"))
    browser = client_of(supporter)
    browser.post(topic.get_absolute_url(), upload(body=BODY))
    picture = PostPicture.objects.get()
    browser.post(topic.get_absolute_url(), {"body": f"{BODY}\n\n{picture.mark}"})

    assert browser.get(picture.get_absolute_url()).status_code == 200
    for other in (visitor, client_of(member)):
        assert other.get(picture.get_absolute_url()).status_code == 404


def test_a_picture_of_a_hidden_post_and_one_not_yet_posted_are_not_shown(topic, shown, old_member, reviewer, visitor, client_of):
    client_of(reviewer).post(f"/knowhow/replies/{shown.reply_id}/hide/", {"reason": "社名が写っていました"})
    client_of(old_member).post(topic.get_absolute_url(), upload(body=BODY))
    unposted = PostPicture.objects.latest("pk")

    for picture in (shown, unposted):
        assert visitor.get(picture.get_absolute_url()).status_code == 404
        assert client_of(old_member).get(picture.get_absolute_url()).status_code == 200


def test_nobody_shows_somebody_elses_picture_by_its_number(topic, shown, supporter, client_of):
    client_of(supporter).post(topic.get_absolute_url(), {"body": f"人の写真を使ってみます。\n\n{shown.mark}"})

    reply = Reply.objects.latest("pk")
    assert "<img" not in reply.body_html
    assert PostPicture.objects.get().reply_id == shown.reply_id


def test_a_newcomers_post_has_one_picture(topic, member, client_of, time_passes):
    browser = client_of(member)
    for _ in range(2):
        browser.post(topic.get_absolute_url(), upload(body=BODY))
    marks = [picture.mark for picture in PostPicture.objects.all()]

    page = browser.post(topic.get_absolute_url(), {"body": f"{BODY}\n\n" + "\n\n".join(marks)}).content.decode()

    assert "一つの投稿に入れられる写真は1枚までです" in page
    assert BODY in page
    assert not Reply.objects.exists()


def test_the_excerpt_names_no_picture(board, old_member, client_of):
    browser = client_of(old_member)
    words = {"board": board.slug, "kind": "talk", "title": "白板の使いかたについて", "submission_key": str(uuid.uuid4())}
    browser.post("/knowhow/new/", {**words, **upload(body="")})
    mark = PostPicture.objects.get().mark

    browser.post("/knowhow/new/", {**words, "body": f"{mark}\n\n{BODY}"})

    topic = Topic.objects.latest("pk")
    assert topic.excerpt == BODY
    assert topic.body_html.startswith("<figure>")


def test_the_preview_shows_ones_own_picture(topic, old_member, client_of):
    browser = client_of(old_member)
    browser.post(topic.get_absolute_url(), upload(body=BODY))

    page = browser.post("/knowhow/preview/", {"body": PostPicture.objects.get().mark}).content.decode()

    assert "<figure>" in page


def test_a_picture_taken_out_by_an_edit_is_used_by_nobody(topic, shown, old_member, visitor, client_of):
    client_of(old_member).post(f"/knowhow/replies/{shown.reply_id}/edit/", {"body": BODY, "edit_version": "1"})

    assert visitor.get(shown.get_absolute_url()).status_code == 404
    assert PostPicture.objects.get().unused_since is not None


def test_unused_pictures_are_gone_after_two_days_with_their_files(topic, shown, old_member, client_of):
    browser = client_of(old_member)
    for _ in range(3):
        browser.post(topic.get_absolute_url(), upload(body=BODY))
    gone, young, drafted = PostPicture.objects.filter(reply=None).order_by("pk")
    three_days_ago = timezone.now() - datetime.timedelta(days=3)
    PostPicture.objects.filter(pk__in=[gone.pk, drafted.pk]).update(unused_since=three_days_ago)
    draft = {
        "place": "topic:new",
        "tab": str(uuid.uuid4()),
        "sequence": int(time.time() * 1000),
        "fields": [["body", drafted.mark]],
    }
    browser.post("/drafts/", json.dumps(draft), content_type="application/json")

    drop_unused_pictures()

    assert set(PostPicture.objects.values_list("pk", flat=True)) == {shown.pk, young.pk, drafted.pk}
    assert SitePicture.objects.count() == 3
