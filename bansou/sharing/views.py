"""The pictures that other sites fetch."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from bansou.sharing.pictures import digest_of, picture_of
from bansou.sharing.subjects import SITE, Subject, subject_at


@require_safe
def site_picture(request: HttpRequest) -> HttpResponse:
    """What stands for every page without a picture of its own."""
    return _answer(request, SITE)


@require_safe
def picture(request: HttpRequest, name: str, key: int) -> HttpResponse:
    """The picture of one thing, as everybody may read it, whoever asks. 404 from the moment that it is no longer for everybody."""
    subject = subject_at(name, key)
    if subject is None:
        raise Http404
    return _answer(request, subject)


def _answer(request: HttpRequest, subject: Subject) -> HttpResponse:
    etag = quote_etag(digest_of(subject))
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(picture_of(subject), content_type="image/png")
    response["ETag"] = etag
    # No cache may answer without asking us: a title that was withdrawn is gone at once.
    response["Cache-Control"] = "public, no-cache"
    return response
