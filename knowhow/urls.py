"""The addresses of the exchange."""

from django.urls import path

from knowhow import question_views, views

app_name = "knowhow"

urlpatterns = [
    path("", views.front, name="front"),
    path("boards/<slug:slug>/", views.board, name="board"),
    path("new/", views.topic_new, name="new"),
    path("preview/", views.preview, name="preview"),
    path("topics/<int:pk>/", views.topic, name="topic"),
    path("topics/<int:pk>/edit/", views.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/hide/", views.topic_hide, name="topic_hide"),
    path("replies/<int:pk>/edit/", views.reply_edit, name="reply_edit"),
    path("replies/<int:pk>/hide/", views.reply_hide, name="reply_hide"),
    path("questions/", question_views.questions, name="questions"),
    path("questions/new/", question_views.question_new, name="question_new"),
    path("questions/sheet/", question_views.question_sheet, name="question_sheet"),
    path("questions/<int:pk>/", question_views.question, name="question"),
    path("questions/reports/<int:pk>/hide/", question_views.question_report_hide, name="question_report_hide"),
]
