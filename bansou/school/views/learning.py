"""The landing 「学ぶ」, the path and its lessons. Open to everybody; whoever is signed in keeps where he stands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from accounts.refusals import Refused
from bansou.explainer.models import ExplainerPage
from bansou.moderation.limits import check_reader_limit
from bansou.school import actions
from bansou.school.course import course_tag
from bansou.school.models import Done, Lesson, LessonDone
from bansou.school.paths import lesson_page, path_for
from bansou.school.visitor_progress import done_here, note_here

_LEARN = "学ぶ"
_PATH = "学びの道"


def _done(request: HttpRequest) -> Done:
    """What the reader has done: his own rows, or what his browser holds."""
    if not request.user.is_authenticated:
        return done_here(request)
    return {row.lesson_id: row.done_at for row in LessonDone.objects.of(person_of(request))}


@never_cache
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """One clear first step, then everything that one can learn by."""
    context = {
        "learning_path": path_for(request.user, _done(request)),
        "chapters": ExplainerPage.objects.visible_to(request.user).by_part(),
        "breadcrumb": [(_LEARN, "")],
    }
    return render(request, "school/landing.html", context)


@never_cache
@require_safe
def learning_path(request: HttpRequest) -> HttpResponse:
    """All lessons under their skills."""
    found = path_for(request.user, _done(request))
    context = {
        "learning_path": found,
        "course": course_tag(found),
        "breadcrumb": [(_LEARN, reverse("school:landing")), (_PATH, "")],
    }
    return render(request, "school/path.html", context)


@never_cache
@require_safe
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """One lesson."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user), slug=slug)
    context = {
        "shown": lesson_page(found, request.user, _done(request)),
        "breadcrumb": [(_LEARN, reverse("school:landing")), (_PATH, reverse("school:path")), (found.title, "")],
    }
    return render(request, "school/lesson.html", context)


@require_POST
def lesson_done(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one has done it, or (`done=no`) that one has not."""
    found = get_object_or_404(Lesson.objects.visible_to(request.user), slug=slug)
    is_done = request.POST.get("done") != "no"
    try:
        if request.user.is_authenticated:
            write = actions.mark_done if is_done else actions.mark_not_done
            write(by=person_of(request), lesson=found)
        else:
            check_reader_limit(request, "lesson")
            note_here(request, found, done=is_done)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, "学んだ印を付けました。おつかれさまでした。" if is_done else "学んだ印を外しました。")
    return redirect(found)
