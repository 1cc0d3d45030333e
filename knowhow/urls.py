"""The addresses of the exchange."""

from django.urls import path

from knowhow.views import (
    ageing,
    answers,
    bookmarks,
    following,
    hiding,
    keywords,
    people,
    questions,
    reading,
    reading_marks,
    writing,
)

app_name = "knowhow"

urlpatterns = [
    path("", reading.front, name="front"),
    path("boards/", reading.boards, name="boards"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("waiting/", ageing.waiting, name="waiting"),
    path("people/<int:pk>/", people.person, name="person"),
    path("new/", writing.topic_new, name="new"),
    path("preview/", writing.preview, name="preview"),
    path("topics/<int:pk>/", reading.topic, name="topic"),
    path("topics/<int:pk>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/hide/", hiding.topic_hide, name="topic_hide"),
    path("topics/<int:pk>/reopen/", ageing.topic_reopen, name="topic_reopen"),
    path("topics/<int:pk>/helpful/", answers.topic_helpful, name="topic_helpful"),
    path("topics/<int:pk>/helpful/undo/", answers.topic_unhelpful, name="topic_unhelpful"),
    path("topics/<int:pk>/try/", answers.topic_try, name="topic_try"),
    path("replies/<int:pk>/helpful/", answers.reply_helpful, name="reply_helpful"),
    path("replies/<int:pk>/helpful/undo/", answers.reply_unhelpful, name="reply_unhelpful"),
    path("replies/<int:pk>/try/", answers.reply_try, name="reply_try"),
    path("replies/<int:pk>/solve/", answers.reply_solve, name="reply_solve"),
    path("replies/<int:pk>/solve/undo/", answers.reply_unsolve, name="reply_unsolve"),
    path("trials/<int:pk>/hide/", answers.trial_hide, name="trial_hide"),
    path("topics/<int:pk>/unread/", reading_marks.topic_unread, name="topic_unread"),
    path("topics/<int:pk>/bookmark/", bookmarks.topic_bookmark, name="topic_bookmark"),
    path("topics/<int:pk>/keywords/", keywords.topic_keywords, name="topic_keywords"),
    path("replies/<int:pk>/bookmark/", bookmarks.reply_bookmark, name="reply_bookmark"),
    path("following/", following.following, name="following"),
    path("unread/", reading_marks.unread, name="unread"),
    path("bookmarks/", bookmarks.bookmarks, name="bookmarks"),
    path("keywords/<int:pk>/", keywords.keyword, name="keyword"),
    path("replies/<int:pk>/edit/", writing.reply_edit, name="reply_edit"),
    path("replies/<int:pk>/hide/", hiding.reply_hide, name="reply_hide"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.question_new, name="question_new"),
    path("questions/sheet/", questions.question_sheet, name="question_sheet"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/reports/<int:pk>/hide/", questions.question_report_hide, name="question_report_hide"),
]
