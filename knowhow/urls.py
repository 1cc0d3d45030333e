"""The addresses of the exchange."""

from django.urls import path

from knowhow.views import bookmarks, following, hiding, keywords, questions, reading, reading_marks, writing

app_name = "knowhow"

urlpatterns = [
    path("", reading.front, name="front"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("new/", writing.topic_new, name="new"),
    path("preview/", writing.preview, name="preview"),
    path("topics/<int:pk>/", reading.topic, name="topic"),
    path("topics/<int:pk>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/hide/", hiding.topic_hide, name="topic_hide"),
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
