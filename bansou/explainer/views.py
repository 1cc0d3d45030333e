"""Staff make the draft of an article from a topic; in Wagtail's admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from bansou.explainer.articles import check_can_draft_article, draft_article
from bansou.explainer.models import ArticlePage
from bansou.text.markdown import excerpt
from knowhow.cards import Writer
from knowhow.models import Reply, Topic

#: Replies to choose from: those of a long topic that came first.
REPLIES_OFFERED = 100
_BEGINNING = 60


class RepliesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Replies, each with its writer and its first words."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Reply) -> str:
        """Who, and what about."""
        return f"{Writer.of(obj).display_name}さん：{excerpt(obj.body, _BEGINNING)}"


class ArticleForm(forms.Form):
    """Which replies go into the article."""

    replies = RepliesField(queryset=Reply.objects.none(), required=False, label="記事に入れる返信")

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replies"]
        assert isinstance(field, RepliesField)
        offered = Reply.objects.shown().filter(topic=topic).in_order()[:REPLIES_OFFERED].values("pk")
        field.queryset = Reply.objects.filter(pk__in=list(offered.values_list("pk", flat=True))).in_order()


@require_http_methods(["GET", "HEAD", "POST"])
def article_from_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the replies; the draft opens in the editor."""
    topics = Topic.objects.visible_to(request.user).select_related("board", "author", "organisation")
    topic = get_object_or_404(topics, pk=pk)
    check_can_draft_article(request.user, topic)
    if existing := ArticlePage.objects.filter(topic=topic).first():
        messages.info(request, "この話題の記事は、もうあります。")
        return redirect("wagtailadmin_pages:edit", existing.pk)
    form = ArticleForm(request.POST if request.method == "POST" else None, topic=topic)
    if request.method == "POST" and form.is_valid():
        page = draft_article(by=person_of(request), topic=topic, replies=form.cleaned_data["replies"])
        messages.success(request, "記事の下書きを作りました。読む方に伝わるように書き直してから、公開してください。")
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"form": form, "topic": topic, "page_title": "ノウハウ記事の下書きを作る", "header_icon": "doc-full-inverse"}
    return render(request, "explainer/admin/article_from_topic.html", context)
