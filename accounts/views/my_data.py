"""Everything of mine, to take along."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from accounts.actions import request_data_file
from accounts.models import DATA_KEPT_DAYS, DataFile


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_data(request: HttpRequest) -> HttpResponse:
    """What is in the file, the button that asks for it, and those that can be taken."""
    person = person_of(request)
    if request.method == "POST":
        request_data_file(by=person)
        messages.success(request, "データをまとめています。できあがったら、メールでお知らせします。")
        return redirect("accounts:data")
    files = DataFile.objects.of(person)
    context = {
        "waiting": any(file.is_being_made for file in files),
        "files": [file for file in files if file.can_be_taken],
        "days": DATA_KEPT_DAYS,
        "breadcrumb": [("マイページ", "/me/"), ("私のデータ", "")],
    }
    return render(request, "accounts/my_data.html", context)


@require_safe
@signed_in
@reauthentication_required
def my_data_file(request: HttpRequest, pk: str) -> FileResponse:
    """The ZIP, for the person alone and for a week."""
    file = get_object_or_404(DataFile.objects.of(request.user), pk=pk)
    if not file.can_be_taken or not default_storage.exists(file.place):
        raise Http404
    name = f"bansou-my-data-{timezone.localdate(file.requested_at):%Y%m%d}.zip"
    return FileResponse(default_storage.open(file.place), as_attachment=True, filename=name, content_type="application/zip")
