"""A reader says whether a page helped; staff read it in Wagtail's admin."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of
from accounts.refusals import Refused, reason_against
from bansou.explainer.answers import (
    answer_page,
    answers_by_page,
    check_can_erase_reason,
    check_can_read_answers,
    erase_reason,
    reasons_of,
)
from bansou.explainer.forms import PageAnswerForm
from bansou.explainer.models import ExplainerPage, PageAnswer
from bansou.moderation.limits import check_reader_limit

#: Reasons on a screen of staff.
REASONS_SHOWN = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a page; `?helpful=yes` is chosen already, `?sent=1` says thanks. The page itself carries links alone, no token."""
    page = get_object_or_404(ExplainerPage.objects.visible_to(request.user).for_links(), pk=pk)
    form = PageAnswerForm(initial={"helpful": request.GET.get("helpful", "")}, person=request.user)
    if request.method == "POST":
        form = PageAnswerForm(request.POST, person=request.user)
        if form.is_valid() and _is_answered(request, form, page):
            return redirect(f"{reverse('explainer:answer', args=[page.pk])}?sent=1")
    context = {
        "form": form,
        "page": page,
        "is_sent": "sent" in request.GET,
        "breadcrumb": [(page.title, page.get_url(request)), ("役に立ちましたか", "")],
    }
    return render(request, "explainer/page_answer.html", context, status=422 if form.errors else 200)


def _is_answered(request: HttpRequest, form: PageAnswerForm, page: ExplainerPage) -> bool:
    """Whether the answer is kept; where that was refused, the reason is in the form."""
    try:
        if not request.user.is_authenticated:
            check_reader_limit(request, "page_answer")
        answer_page(
            by=request.user, page=page, is_helpful=form.is_helpful, reason=form.cleaned_data["reason"],
            submission_key=form.submission_key,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@never_cache
@require_safe
def answer_desk(request: HttpRequest) -> HttpResponse:
    """Counts by page, and the reasons of one page (`?page=…`) or of all."""
    check_can_read_answers(request.user)
    chosen = ExplainerPage.objects.for_links().filter(pk=_number(request.GET.get("of", ""))).first()
    reasons = Paginator(reasons_of(chosen.pk if chosen else None), REASONS_SHOWN)
    context = {
        "pages": answers_by_page(),
        "chosen": chosen,
        "reasons": reasons.get_page(request.GET.get("p")),
        "can_erase": not reason_against(check_can_erase_reason, request.user),
        "page_title": "読んだ方の声",
        "header_icon": "comment",
    }
    return render(request, "explainer/admin/page_answers.html", context)


@require_POST
def reason_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the words of an answer away."""
    check_can_erase_reason(request.user)
    erase_reason(by=person_of(request), answer=get_object_or_404(PageAnswer, pk=pk))
    messages.success(request, "理由を消しました。「はい」「いいえ」の数は、そのままです。")
    return redirect("page_answers")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
