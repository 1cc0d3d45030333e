"""The pages that people read: front, board and topic, with the reply at its foot."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person_of
from accounts.refusals import reason_against
from bansou.drafts.opening import Opening
from bansou.forms.parking import parks_typed_text
from bansou.freshness.keys import fresh_key, later
from bansou.lists.keyset import keyset_page
from knowhow import actions
from knowhow.before_posting import Look
from knowhow.cards import PostCard, TopicCard
from knowhow.drafting import place_of_reply
from knowhow.forms.posts import PictureForm, ReplyForm
from knowhow.models import Board, Topic
from knowhow.permissions import check_can_post, check_can_reply
from knowhow.quoting import post_to_quote, quoted, with_quotation
from knowhow.reply_pages import reply_page
from knowhow.titled_links import titles_for
from knowhow.views.finding import FRONT, topic_or_404, trail
from knowhow.views.pictures import with_picture
from knowhow.views.typing import attempted, is_sent, look_again, opened, previewed, texts_beside


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The boards that the person reads, what was said last, and the questions that wait for an answer."""
    topics = Topic.objects.listed_for(request.user)
    context = {
        "boards": later(lambda: list(Board.objects.visible_to(request.user))),
        "newest": later(lambda: [TopicCard.of(topic) for topic in topics.newest(6)]),
        "unanswered": later(lambda: [TopicCard.of(topic) for topic in topics.unanswered().newest(5)]),
        "fresh_key": fresh_key(request),
        "breadcrumb": [("支援者の広場", "")],
    }
    return render(request, "knowhow/front.html", context)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board: its topics, the one with the latest post first."""
    found = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    topics = Topic.objects.listed_for(request.user).filter(board=found).for_cards()
    page = later(lambda: keyset_page(topics, request, order=("-last_posted_at", "-pk")))
    context = {
        "board": found,
        "page": page,
        "topics": later(lambda: [TopicCard.of(topic, with_board=False) for topic in page.items]),
        "fresh_key": fresh_key(request),
        "post_refused": reason_against(check_can_post, request.user, found),
        "breadcrumb": [FRONT, (found.name, "")],
    }
    return render(request, "knowhow/board_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic with its replies; a POST is a reply."""
    if request.method == "POST":
        return _reply(request, pk)  # type: ignore[return-value]
    found = topic_or_404(request, pk)
    opening, typed = opened(request, place_of_reply(found))
    if post := post_to_quote(request, found):
        typed = with_quotation(typed, quoted(post))
    return _topic_page(request, found, ReplyForm(typed, person=request.user, checked=False), opening, PictureForm())


@parks_typed_text
def _reply(request: HttpRequest, pk: int) -> HttpResponse:
    found = topic_or_404(request, pk)
    opening, typed = opened(request, place_of_reply(found))
    typed, picture_form = with_picture(request, typed)
    form = ReplyForm(typed, person=request.user, checked=is_sent(request))
    look = None
    if not picture_form.errors and form.is_valid() and not (look := look_again(request, form, "body")):
        reply = attempted(
            form,
            actions.post_reply,
            by=request.user,
            topic=found,
            body=form.cleaned_data["body"],
            submission_key=form.submission_key,
        )
        if reply:
            opening.close(by=person_of(request))
            messages.success(request, "返信を投稿しました。")
            return redirect(reply)
    return _topic_page(request, found, form, opening, picture_form, look)


def _topic_page(
    request: HttpRequest,
    found: Topic,
    form: ReplyForm,
    opening: Opening,
    picture_form: PictureForm,
    look: Look | None = None,
) -> HttpResponse:
    # Fetched at once where the address names a part: that may be 404. Else not at all, if the posts are remembered.
    page = reply_page(found, request) if request.GET else later(lambda: reply_page(found, request))
    titles = later(lambda: titles_for(request.user, (found.body_html, *(reply.body_html for reply in page.items))))
    context = {
        "topic": found,
        "opening": later(lambda: PostCard.of_topic(found, reader=request.user, titles=titles)),
        "page": page,
        "replies": later(
            lambda: [
                PostCard.of_reply(reply, reader=request.user, number=number, opener_id=found.author_id, titles=titles)
                for number, reply in enumerate(page.items, start=page.first_number)
            ]
        ),
        # Whoever wrote here sees his own posts in his own way.
        "fresh_key": None if found.took_part else fresh_key(request),
        "form": form,
        "draft_opening": opening,
        "drafts_beside": texts_beside(opening, form),
        "picture_form": picture_form,
        "look": look,
        "preview": previewed(request),
        "reply_refused": reason_against(check_can_reply, request.user, found),
        "breadcrumb": [*trail(found)[:-1], (found.title, "")],
    }
    return render(request, "knowhow/topic_detail.html", context)
