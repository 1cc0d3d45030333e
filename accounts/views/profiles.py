"""What a person tells about himself, and how each audience sees it."""

from copy import copy
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.actions import save_profile
from accounts.actions.profiles import ProfileTexts
from accounts.audiences import Audience
from accounts.forms import ProfileForm
from accounts.models import Profile, User, profile_of
from accounts.shown_profile import ShownProfile
from bansou.forms.parking import parked_text, parks_typed_text

#: Who looks, and which audiences these readers are of.
_LOOKS = (
    ("どなたでも（ログインしていない方）", [Audience.PUBLIC]),
    ("登録した方", [Audience.PUBLIC, Audience.MEMBER]),
    ("確認済みの支援者", [Audience.PUBLIC, Audience.MEMBER, Audience.SUPPORTER]),
)


@require_http_methods(["GET", "HEAD", "POST"])
@parks_typed_text
def my_profile(request: HttpRequest) -> HttpResponse:
    """The form, and below it the profile as it is seen; `look` shows what was typed without saving it."""
    person = person_of(request)
    profile = profile_of(person.pk)
    if request.method == "POST":
        form = ProfileForm.for_profile(profile, person, request.POST, request.FILES)
        if form.is_valid():
            if "look" in request.POST:
                return _page(request, form, _as_typed(person, form.texts), _as_typed(profile, form.texts), is_preview=True)
            if _saved(person, form):
                messages.success(request, "プロフィールを保存しました。")
                return redirect("accounts:profile")
    elif (parked := parked_text(request)) is not None:
        form = ProfileForm.for_profile(profile, person, parked)
    else:
        form = ProfileForm.for_profile(profile, person)
    return _page(request, form, person, profile)


def _saved(person: User, form: ProfileForm) -> bool:
    try:
        save_profile(
            by=person,
            texts=form.texts,
            upload=form.cleaned_data["picture"] or None,
            drop_picture=form.cleaned_data.get("drop_picture", False),
        )
    except ValidationError as error:
        form.add_error("picture", error)
        return False
    return True


def _as_typed[Row: (User, Profile)](row: Row, texts: ProfileTexts) -> Row:
    """A copy with what was typed. It is looked at and never saved."""
    typed = copy(row)
    for name, value in asdict(texts).items():
        if name in {field.name for field in row._meta.concrete_fields}:
            setattr(typed, name, value)
    return typed


def _page(request: HttpRequest, form: ProfileForm, person: User, profile: Profile, *, is_preview: bool = False) -> HttpResponse:
    organisation = person_of(request).organisation
    looks = [(readers, ShownProfile.of(person, profile, organisation, audiences=audiences)) for readers, audiences in _LOOKS]
    context: dict[str, Any] = {
        "form": form,
        "looks": looks,
        "is_preview": is_preview,
        "breadcrumb": [("マイページ", "/me/"), ("プロフィール", "")],
    }
    return render(request, "accounts/profile.html", context)
