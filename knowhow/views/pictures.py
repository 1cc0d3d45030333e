"""Pictures in posts: uploaded with the form in which the post is written, and shown to whom may read the post."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.access import person_of
from accounts.refusals import Refused
from bansou.images.views import media
from knowhow import actions
from knowhow.forms.posts import PictureForm
from knowhow.models import PostPicture


@require_safe
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """A picture of a post that the person may read, or his own; else 404."""
    found = get_object_or_404(PostPicture.objects.visible_to(request.user).select_related("picture"), pk=pk)
    return media(request, found.picture.get_rendition("max-1280x1280").file.name)


def with_picture(request: HttpRequest, typed: QueryDict | None) -> tuple[QueryDict | None, PictureForm]:
    """What was typed, with the mark of a picture that was sent along, and the form for a picture.

    A chosen file is taken with whatever button was pressed: nobody's picture is lost because he pressed the other one.
    """
    if request.method != "POST" or typed is None or not ("add_picture" in request.POST or "picture" in request.FILES):
        return typed, PictureForm()
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return typed, form
    try:
        added = actions.add_picture(
            by=person_of(request), upload=form.cleaned_data["picture"], alt=form.cleaned_data["picture_alt"]
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return typed, form
    typed = typed.copy()
    typed["body"] = f"{typed.get('body', '').rstrip()}\n\n{added.mark}\n".lstrip("\n")
    if "add_picture" in request.POST:
        messages.success(
            request, f"本文の終わりに、写真の場所（{added.mark}）を入れました。この一行は、好きなところへ動かせます。"
        )
    return typed, PictureForm()
