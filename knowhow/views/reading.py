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
from knowhow import actions
from knowhow.before_posting import Look
from knowhow.beyond import pointers_of, staff_acts_of
from knowhow.board_lists import boards_in_groups, host_of
from knowhow.cards import PostCard, Reading, TopicCard
from knowhow.clinic_pages import clinic_context
from knowhow.drafting import place_of_reply
from knowhow.forms.posts import PictureForm, ReplyForm
from knowhow.models import Board, CaseOfTopic, Surroundings, Topic
from knowhow.models.following import Wide
from knowhow.own_marks import control_of, own_marks, read_page, unread_words
from knowhow.permissions import check_can_post, check_can_reopen, check_can_reply, check_fits_round
from knowhow.post_marks import PostMarks, solutions_of
from knowhow.quoting import post_to_quote, quoted, with_quotation
from knowhow.reply_pages import reply_page
from knowhow.shared import solved_question
from knowhow.titled_links import titles_for
from knowhow.topic_lists import TopicList, chosen_list, list_page, tabs_of, topics_of
from knowhow.views.finding import FRONT, follows_merges, topic_or_404, trail
from knowhow.views.pictures import with_picture
from knowhow.views.typing import attempted, is_sent, look_again, opened, posted_words, previewed, texts_beside


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, what was said last, what was solved, and the boards; `?show=` shows one of the lists alone."""
    topics = Topic.objects.listed_for(request.user)
    if chosen := chosen_list(request):
        return _list(request, chosen)
    wide = Wide.of(request.user)
    context = {
        "groups": later(lambda: boards_in_groups(request.user)),
        "newest": later(lambda: [TopicCard.of(topic) for topic in topics.newest(6)]),
        "unanswered": later(lambda: [TopicCard.of(topic) for topic in topics.unanswered().active().newest(5)]),
        "solved": later(lambda: [TopicCard.of(topic) for topic in topics_of(TopicList.SOLVED, topics).for_cards()[:3]]),
        "fresh_key": fresh_key(request),
        "unread_words": unread_words(request.user, wide),
        "followed": [
            TopicCard.of(topic)
            for topic in topics.followed_by(request.user, wide=wide).with_unread(request.user, wide=wide).newest(3)
        ],
        "breadcrumb": [("支援者の広場", "")],
    }
    return render(request, "knowhow/front.html", context)


def _list(request: HttpRequest, chosen: TopicList) -> HttpResponse:
    page = later(lambda: list_page(chosen, Topic.objects.listed_for(request.user), request))
    context = {
        "chosen": chosen,
        "tabs": tabs_of(FRONT[1], chosen),
        "page": page,
        "topics": later(lambda: [TopicCard.of(topic) for topic in page.items]),
        "fresh_key": fresh_key(request),
        "breadcrumb": [FRONT, (chosen.label, "")],
    }
    return render(request, "knowhow/topic_list.html", context)


@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """All boards that the person reads, with what they are for and who looks after them."""
    context = {
        "groups": later(lambda: boards_in_groups(request.user)),
        "fresh_key": fresh_key(request),
        "breadcrumb": [FRONT, ("掲示板の一覧", "")],
    }
    return render(request, "knowhow/board_list.html", context)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """One board: its topics, the one with the latest post first, or one of the lists that `?show=` names."""
    found = get_object_or_404(Board.objects.visible_to(request.user).with_hosts(), slug=slug)
    chosen = chosen_list(request) or TopicList.NEW
    page = later(lambda: list_page(chosen, Topic.objects.listed_for(request.user).filter(board=found), request))
    context = {
        "board": found,
        "host": host_of(found),
        "is_host": found.is_hosted_by(request.user),
        "chosen": chosen,
        "tabs": tabs_of(found.get_absolute_url(), chosen),
        "page": page,
        "topics": later(lambda: [TopicCard.of(topic, with_board=False) for topic in page.items]),
        "fresh_key": fresh_key(request),
        "follow": control_of(request, "board", found, pk=found.pk),
        "post_refused": reason_against(check_can_post, request.user, found),
        "breadcrumb": [FRONT, (found.name, "")],
    }
    return render(request, "knowhow/board_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
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
    if form.is_valid() and (reason := reason_against(check_fits_round, request.user, found, form.cleaned_data["body"])):
        form.add_error(None, reason)  # before the look: what it would point at does not matter yet
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
            messages.success(request, posted_words("返信", reply))
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
    around = Surroundings.of(found)
    # Fetched at once where the address names a part: that may be 404. Else not at all, if the posts are remembered.
    page = reply_page(found, request) if request.GET else later(lambda: reply_page(found, request))
    marks = later(lambda: PostMarks.of(found, page.items, request.user, took_part=around.took_part))
    own = own_marks(request, found, around)
    read_page(request, found, page, around.read_until)
    titles = later(lambda: titles_for(request.user, (found.body_html, *(reply.body_html for reply in page.items))))
    reading = later(lambda: Reading(request.user, marks, titles))
    clinic = clinic_context(found, request.user)
    solutions = later(lambda: solutions_of(found))
    context = {
        "topic": found,
        "own": own,
        "keywords": later(lambda: list(found.keywords.all()) if around.has_keywords else []),
        "pointers": later(lambda: pointers_of(found, request.user)),
        "staff_acts": staff_acts_of(found, request.user),
        "cases": later(lambda: list(CaseOfTopic.objects.cases_for(request.user, found)) if around.has_cases else []),
        "solutions": solutions,
        "question_page": later(lambda: solved_question(found, solutions)),
        "reopen_refused": reason_against(check_can_reopen, request.user, found),
        "opening": later(lambda: PostCard.of_topic(found, reading=reading)),
        "page": page,
        "replies": later(
            lambda: [
                PostCard.of_reply(reply, reading=reading, number=number, opener_id=found.author_id)
                for number, reply in enumerate(page.items, start=page.first_number)
            ]
        ),
        # Whoever wrote here sees his own posts in his own way.
        "fresh_key": None if around.took_part else fresh_key(request),
        "form": form,
        "draft_opening": opening,
        "drafts_beside": texts_beside(opening, form),
        "picture_form": picture_form,
        # Empty fields are the same for everybody, except for what the round of a clinic calls a reply.
        "empty_fields_key": None if form.is_bound or picture_form.is_bound else f"empty, {clinic.get('reply_words')}",
        "look": look,
        "preview": previewed(request),
        "reply_refused": reason_against(check_can_reply, request.user, found),
        "breadcrumb": [*trail(found)[:-1], (found.title, "")],
        **clinic,
    }
    return render(request, "knowhow/topic_detail.html", context)
