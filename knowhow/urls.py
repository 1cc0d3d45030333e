"""The addresses of the exchange."""

from django.urls import path

from knowhow.views import hiding, history, pictures, questions, reading, similar, writing

app_name = "knowhow"

urlpatterns = [
    path("", reading.front, name="front"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("new/", writing.topic_new, name="new"),
    path("preview/", writing.preview, name="preview"),
    path("topics/<int:pk>/", reading.topic, name="topic"),
    path("topics/<int:pk>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/history/", history.topic_history, name="topic_history"),
    path("topics/<int:pk>/hide/", hiding.topic_hide, name="topic_hide"),
    path("replies/<int:pk>/edit/", writing.reply_edit, name="reply_edit"),
    path("replies/<int:pk>/history/", history.reply_history, name="reply_history"),
    path("replies/<int:pk>/hide/", hiding.reply_hide, name="reply_hide"),
    path("versions/<int:pk>/hide/", history.version_hide, name="version_hide"),
    path("pictures/<int:pk>/", pictures.picture, name="picture"),
    path("similar/", similar.similar, name="similar"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.question_new, name="question_new"),
    path("questions/sheet/", questions.question_sheet, name="question_sheet"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/reports/<int:pk>/hide/", questions.question_report_hide, name="question_report_hide"),
]
