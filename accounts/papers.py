"""The paper by which somebody shows where he belongs: sealed in the database, opened for the staff who decide.

Sealed with the keys of settings.PRIVATE_KEYS, as the private side of cases is; `manage.py reseal_private_sides` takes it along.
"""

import mimetypes
from dataclasses import dataclass

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.views.decorators.debug import sensitive_variables

from accounts.models import BelongingPaper, BelongingRequest
from accounts.sealing import Keyring
from bansou.forms.fields import is_pdf
from bansou.images.reencoding import reencode

_PDF = "application/pdf"
_keyring = Keyring("PRIVATE_KEYS")


@dataclass(frozen=True)
class OpenedPaper:
    """A paper in clear, on its way to one person."""

    name: str
    content_type: str
    content: bytes


@sensitive_variables()
def keep_paper(request: BelongingRequest, upload: "UploadedFile[bytes]") -> BelongingPaper:
    """A picture is written anew, so that only pixels survive; a PDF stays as it is and is only ever handed out as a download."""
    source: File[bytes]
    if is_pdf(upload):
        source, content_type = upload, _PDF
    else:
        source = reencode(upload)
        content_type = mimetypes.guess_type(str(source.name))[0] or ""
    source.seek(0)
    sealed = _keyring.seal(source.read())
    return BelongingPaper.objects.create(request=request, content_type=content_type, sealed=sealed)


@sensitive_variables()
def opened(paper: BelongingPaper) -> OpenedPaper:
    """The paper in clear. Raises cryptography.fernet.InvalidToken where no key of the settings opens it."""
    ending = paper.content_type.rsplit("/")[-1]
    return OpenedPaper(f"belonging-{paper.request_id}.{ending}", paper.content_type, _keyring.unseal(paper.sealed))
