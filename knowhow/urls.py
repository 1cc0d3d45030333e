"""The addresses of the exchange."""

from django.urls import path

from knowhow.views import arranging, hiding, holding, questions, reading, writing

app_name = "knowhow"

urlpatterns = [
    path("", reading.front, name="front"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("new/", writing.topic_new, name="new"),
    path("preview/", writing.preview, name="preview"),
    path("topics/<int:pk>/", reading.topic, name="topic"),
    path("topics/<int:pk>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/hide/", hiding.topic_hide, name="topic_hide"),
    path("topics/<int:pk>/arrange/", arranging.topic_arrange, name="topic_arrange"),
    path("topics/<int:pk>/ask/", holding.topic_ask, name="topic_ask"),
    path("topics/<int:pk>/release/", holding.topic_release, name="topic_release"),
    path("replies/<int:pk>/ask/", holding.reply_ask, name="reply_ask"),
    path("replies/<int:pk>/release/", holding.reply_release, name="reply_release"),
    path("replies/<int:pk>/edit/", writing.reply_edit, name="reply_edit"),
    path("replies/<int:pk>/hide/", hiding.reply_hide, name="reply_hide"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.question_new, name="question_new"),
    path("questions/sheet/", questions.question_sheet, name="question_sheet"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/reports/<int:pk>/hide/", questions.question_report_hide, name="question_report_hide"),
]
