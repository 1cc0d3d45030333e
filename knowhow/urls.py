"""The addresses of the exchange."""

from django.urls import path

from knowhow.views import clinics, hiding, questions, reading, writing

app_name = "knowhow"

urlpatterns = [
    path("", reading.front, name="front"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("new/", writing.topic_new, name="new"),
    path("preview/", writing.preview, name="preview"),
    path("topics/<int:pk>/", reading.topic, name="topic"),
    path("topics/<int:pk>/edit/", writing.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/hide/", hiding.topic_hide, name="topic_hide"),
    path("replies/<int:pk>/edit/", writing.reply_edit, name="reply_edit"),
    path("replies/<int:pk>/hide/", hiding.reply_hide, name="reply_hide"),
    path("clinic/", clinics.clinics, name="clinics"),
    path("clinic/new/", clinics.clinic_new, name="clinic_new"),
    path("clinic/<int:pk>/edit/", clinics.clinic_edit, name="clinic_edit"),
    path("clinic/<int:pk>/views/", clinics.clinic_views, name="clinic_views"),
    path("clinic/<int:pk>/close/", clinics.clinic_close, name="clinic_close"),
    path("clinic/<int:pk>/put-away/", clinics.clinic_put_away, name="clinic_put_away"),
    path("clinic/<int:pk>/case/", clinics.clinic_case, name="clinic_case"),
    path("clinic/<int:pk>/writers/", clinics.clinic_writers, name="clinic_writers"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.question_new, name="question_new"),
    path("questions/sheet/", questions.question_sheet, name="question_sheet"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/reports/<int:pk>/hide/", questions.question_report_hide, name="question_report_hide"),
]
