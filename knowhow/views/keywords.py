"""Keywords: what there is under one, and choosing those of a topic."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of, signed_in
from bansou.freshness.keys import fresh_key, later
from bansou.lists.keyset import keyset_page
from cases.models import Case, CaseKeyword, Keyword
from knowhow import actions
from knowhow.cards import TopicCard
from knowhow.forms.keywords import KeywordsForm
from knowhow.models import Topic
from knowhow.models.keywords import TopicKeyword, keywords_of_cases, keywords_seen_by
from knowhow.own_marks import control_of
from knowhow.permissions import check_can_choose_keywords
from knowhow.views.finding import FRONT, topic_or_404, trail
from knowhow.views.typing import attempted

_CASES_SHOWN = 6


@require_safe
def keyword(request: HttpRequest, pk: int) -> HttpResponse:
    """Topics and cases with one keyword."""
    found = get_object_or_404(keywords_seen_by(request.user), pk=pk)
    tagged = TopicKeyword.objects.filter(tag=found).values("content_object")
    topics = Topic.objects.listed_for(request.user).filter(pk__in=tagged).for_cards()
    cases = Case.objects.visible_to(request.user).filter(pk__in=CaseKeyword.objects.filter(tag=found).values("content_object"))
    page = later(lambda: keyset_page(topics, request, order=("-last_posted_at", "-pk")))
    context = {
        "keyword": found,
        "page": page,
        "topics": later(lambda: [TopicCard.of(topic) for topic in page.items]),
        "cases": later(lambda: cases.newest(_CASES_SHOWN)),
        "follow": control_of(request, "keyword", found, pk=found.pk),
        "fresh_key": fresh_key(request),
        "breadcrumb": [FRONT, (found.name, "")],
    }
    return render(request, "knowhow/keyword.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def topic_keywords(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the keywords of a topic that is there already."""
    found = topic_or_404(request, pk)
    check_can_choose_keywords(request.user, found)
    own = found.keywords.all()
    # Those that it has may stay, also where their case is not for the person.
    offered = Keyword.objects.filter(
        Q(pk__in=keywords_of_cases(request.user).values("pk")) | Q(pk__in=own.order_by().values("pk"))
    )
    typed = request.POST if request.method == "POST" else None
    form = KeywordsForm(typed, initial={"keywords": own}, keywords=offered, person=request.user)
    if request.method == "POST" and form.is_valid():
        person, chosen = person_of(request), form.cleaned_data["keywords"]
        if attempted(form, actions.choose_keywords, by=person, topic=found, keywords=chosen):
            messages.success(request, "キーワードを保存しました。")
            return redirect(found)
    context = {"form": form, "topic": found, "breadcrumb": [*trail(found), ("キーワード", "")]}
    return render(request, "knowhow/topic_keywords.html", context, status=422 if form.errors else 200)
