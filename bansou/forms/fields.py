"""Form fields that take what people really type: full-width, half-width, pasted, too long, the wrong file."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from bansou.text.normalise import clean_line, clean_text

#: Largest picture: bytes and pixels. 10 MB is a phone's photo; 50 megapixel keep decoding below about 200 MB.
PICTURE_BYTES = 10 * 2**20
PICTURE_PIXELS = 50_000_000
#: Largest scanned paper.
PAPER_BYTES = 5 * 2**20
PICTURE_FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}


class LineField(forms.CharField):
    """One line. `max_length` counts characters after cleaning."""

    default_error_messages = {"max_length": "%(limit_value)d文字以内で入力してください（今は%(show_value)d文字です）。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _tell_lengths(self)

    def to_python(self, value: Any) -> str:
        """Cleaned before lengths are counted."""
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines. `max_length` counts characters, a line break as one."""

    default_error_messages = {"max_length": "%(limit_value)d文字以内で入力してください（今は%(show_value)d文字です）。"}

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        _tell_lengths(self)

    def to_python(self, value: Any) -> str:
        """Cleaned before lengths are counted."""
        return clean_text(super().to_python(value) or "")


class AddressField(forms.EmailField):
    """A mail address; full-width letters and spaces around it are forgiven."""

    def to_python(self, value: Any) -> str:
        """In the form in which addresses are kept."""
        return str(unicodedata.normalize("NFKC", super().to_python(value) or "")).strip().lower()

    def clean(self, value: Any) -> str:
        """Cleaned before it is judged."""
        return str(super().clean(self.to_python(value)))


class ImageUploadField(forms.FileField):
    """A picture within our limits. Looks at the file's head only; re-encoding (bansou.images) decodes it."""

    widget = forms.ClearableFileInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, at its start, or what was there before."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            check_picture(upload)
        return upload


class PaperField(forms.FileField):
    """A scanned paper: a PDF, or a picture."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, at its start. A PDF is known by its first letters, whatever its name says."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            if (upload.size or 0) > PAPER_BYTES:
                raise ValidationError("5MBまでです。画質を下げてスキャンするか、写真を小さくしてから選んでください。")
            if not is_pdf(upload):
                check_picture(upload)
        return upload


def is_pdf(upload: "File[bytes]") -> bool:
    """Whether the file begins as a PDF does. Leaves it at its start."""
    upload.seek(0)
    begins_so: bool = upload.read(5) == b"%PDF-"
    upload.seek(0)
    return begins_so


def check_picture(upload: "UploadedFile[bytes]") -> None:
    """Raise ValidationError, with what to do, unless the file is a picture within the limits."""
    if (upload.size or 0) > PICTURE_BYTES:
        raise ValidationError("写真は10MBまでです。小さくしてから、もう一度選んでください。", code="too_large")
    try:
        with Image.open(upload, formats=tuple(PICTURE_FORMATS)) as picture:
            width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width, height = PICTURE_PIXELS, 2
    except Exception as error:
        raise ValidationError(
            "写真として読み取れませんでした。JPEG、PNG、WebPのどれかを選んでください。", code="not_a_picture"
        ) from error
    finally:
        upload.seek(0)
    if width * height > PICTURE_PIXELS:
        raise ValidationError(
            "写真の画素数が大きすぎます（5,000万画素まで）。縮小してから選んでください。", code="too_many_pixels"
        )


def _tell_lengths(field: forms.CharField) -> None:
    """Give the browser the same limit, so that the counter can show it (the attribute stops typing too: typed text is not cut by us)."""
    if field.max_length is not None:
        # `data-limit`, not `maxlength`: the browser would silently cut a pasted text.
        field.widget.attrs.pop("maxlength", None)
        field.widget.attrs["data-limit"] = str(field.max_length)
