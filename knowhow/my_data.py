"""What somebody wrote in the exchange and keeps there for himself, for the file with his data."""

from django.db.models import Q

from accounts.models import User
from accounts.my_data import DataPart, Table, register_data
from cases.models import QuestionCard
from knowhow.models import (
    Bookmark,
    Clinic,
    Follow,
    Helpful,
    PostPicture,
    PostVersion,
    QuestionReport,
    ReopeningRequest,
    Reply,
    Topic,
    Trial,
)

_POST = ("page", "alias", "created_at", "edited_at", "organisation", "body")
_CARD = ("question", "inquiry", "stage", "partner", "aim", "reaction", "not_when", "state", "note", "created_at")


def collect(person: User) -> DataPart:
    """Posts under his name and under aliases, earlier texts, lines, cards, and his own lists. What he marked is named by its address."""
    own = {"author": person}
    of_his_posts = Q(topic__author=person) | Q(reply__author=person)
    versions = PostVersion.objects.filter(of_his_posts).select_related("topic", "reply__topic")
    pictures = list(PostPicture.objects.filter(uploaded_by=person).select_related("picture"))
    return DataPart(
        tables=(
            Table.of("topics", "話題", Topic.objects.filter(**own).select_related("organisation"), "title", "kind", *_POST),
            Table.of("clinics", "クリニック", Clinic.objects.of(person), "topic.title", "situation", "hesitation", "tried", "asked", "next_step"),
            Table.of("replies", "返信", Reply.objects.filter(**own).select_related("organisation", "topic"), *_POST),
            Table.of("earlier_texts", "修正前の投稿", versions, "post", "title", "body", "written_at", "reason"),
            Table.of("thanks", "お礼のひとこと", Reply.objects.filter(solved_by=person), "page", "solved_at", "thanks"),
            Table.of("trials", "やってみた", Trial.objects.filter(**own).select_related("topic", "reply"), "page", "text", "created_at"),
            Table.of("question_reports", "使ってみた", QuestionReport.objects.filter(**own).select_related("card"), "page", "text", "created_at"),
            Table.of("questions", "提案した問いかけ", QuestionCard.objects.filter(**own), "page", *_CARD),
            Table.of("helpful", "参考になった", Helpful.objects.filter(**own).select_related("topic", "reply"), "post.page", "created_at"),
            Table.of("bookmarks", "しおり", Bookmark.objects.of(person), "topic_id", "reply_id", "note", "created_at"),
            Table.of("follows", "フォロー", Follow.objects.of(person), "topic_id", "board_id", "keyword_id", "writer_id", "level", "created_at"),
            Table.of("reopening_requests", "再開のお願い", ReopeningRequest.objects.filter(**own), "topic_id", "reason", "created_at"),
            Table.of("post_pictures", "投稿の写真", pictures, "picture_id", "alt", model=PostPicture),
        ),
        pictures=tuple(row.picture for row in pictures),
    )  # fmt: skip


def connect() -> None:
    """Called once when the app is ready."""
    register_data(collect)
