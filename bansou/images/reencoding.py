"""Decodes a picture and writes it anew, so that only pixels survive."""

import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.images import ImageFile
from PIL import Image, ImageCms, ImageOps

from bansou.forms.fields import PICTURE_FORMATS, PICTURE_PIXELS

#: Longest side that we keep, in pixels: enough for a full A4 page in print at 200 dpi.
LONGEST_SIDE = 2560
#: What is said where a file is no picture, or only the beginning of one.
UNREADABLE = "写真として読み取れませんでした。JPEG、PNG、WebPのどれかを選んでください。"


def reencode(upload: "File[bytes]") -> ImageFile:
    """The picture as a new file with a random name: upright, sRGB, at most 2,560 pixels a side, no metadata, first frame only.

    Raises ValidationError where the file cannot be decoded or is larger than the limits.
    """
    upload.seek(0)
    try:
        with Image.open(upload, formats=tuple(PICTURE_FORMATS)) as source:
            if source.width * source.height > PICTURE_PIXELS:
                raise ValidationError("写真の画素数が大きすぎます（5,000万画素まで）。")
            kind = source.format or "JPEG"
            source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture = _standard_colours(ImageOps.exif_transpose(source), keep_transparency=kind != "JPEG")
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(UNREADABLE) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    picture.info.clear()
    written = io.BytesIO()
    if kind == "PNG":
        picture.save(written, "PNG", optimize=True)
    else:
        picture.save(written, kind, quality=85)
    written.seek(0)
    return ImageFile(written, name=f"{uuid.uuid4().hex}{PICTURE_FORMATS[kind]}")


def _standard_colours(picture: Image.Image, *, keep_transparency: bool) -> Image.Image:
    """The picture in sRGB (or sRGB with transparency); phones photograph in wider spaces."""
    mode = "RGBA" if keep_transparency and ("A" in picture.getbands() or "transparency" in picture.info) else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode == "RGB":
        try:
            converted = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except ImageCms.PyCMSError:
            converted = None
        if converted is not None:
            picture = converted
    return picture.convert(mode)
