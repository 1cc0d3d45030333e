"""What is stored is pixels only; what is served goes to whom may see it."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from bansou.images.actions import picture_from_upload
from bansou.images.models import SitePicture
from bansou.images.reencoding import LONGEST_SIDE, reencode
from tests.factories import photo_with_gps

pytestmark = pytest.mark.django_db


def _file(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **options) -> ContentFile:
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind, **options)
    return ContentFile(written.getvalue(), name=f"x.{kind.lower()}")


def test_place_and_camera_are_gone():
    assert Image.open(photo_with_gps()).getexif().get_ifd(0x8825)

    clean = Image.open(reencode(photo_with_gps()))

    assert not clean.getexif()
    assert not clean.info.get("exif")


def test_a_large_picture_is_made_smaller():
    assert max(Image.open(reencode(photo_with_gps(size=(4000, 1000)))).size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGBA"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "I;16")]
)
def test_every_kind_of_picture_is_taken(kind, mode):
    clean = Image.open(reencode(_file(kind, mode)))

    assert clean.format == kind
    assert clean.mode in {"RGB", "RGBA"}


def test_what_is_appended_to_a_picture_is_cut_off():
    polyglot = ContentFile(_file("PNG").read() + b"<script>alert(1)</script>", name="x.png")

    assert b"<script>" not in reencode(polyglot).read()


def test_only_the_first_frame_of_an_animation_stays():
    written = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])

    assert getattr(Image.open(reencode(ContentFile(written.getvalue(), name="x.webp"))), "n_frames", 1) == 1


@pytest.mark.parametrize("content", [b"", b"only text", b"GIF89a", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        reencode(ContentFile(content, name="photo.jpg"))


def test_a_file_that_staff_upload_for_pages_loses_its_place_too(owner, client_of):
    client_of(owner).post(
        "/admin/images/multiple/add/",
        {"files[]": photo_with_gps(), "title": "机", "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    picture = SitePicture.objects.get()
    with picture.file.open() as stored:
        assert not Image.open(stored).getexif()
    assert picture.is_for_pages
    assert "photo" not in picture.file.name


def test_a_supporters_picture_is_for_its_uploader_and_staff_until_a_rule_opens_it(
    supporter, other_supporter, reviewer, visitor, client_of
):
    picture = picture_from_upload(photo_with_gps(), title="机", description="机の上", by=supporter)
    address = picture.get_rendition("width-200").url

    answers = [
        client.get(address).status_code
        for client in (visitor, client_of(other_supporter), client_of(supporter), client_of(reviewer))
    ]

    assert answers == [404, 404, 200, 200]
    assert visitor.get("/media/../manage.py").status_code == 404
    assert visitor.get("/media/original_images/nothing.jpg").status_code == 404
