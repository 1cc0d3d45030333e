"""Addresses of the school, below /learn/."""

from django.urls import URLPattern, path

from bansou.school.views import certificates, learning, president_sheet, reading, role_plays

app_name = "school"
urlpatterns: list[URLPattern] = [
    path("", learning.landing, name="landing"),
    path("path/", learning.learning_path, name="path"),
    path("path/<slug:slug>/", learning.lesson, name="lesson"),
    path("path/<slug:slug>/done/", learning.lesson_done, name="lesson_done"),
    path("certificate/", certificates.certificates, name="certificates"),
    path("certificate/<slug:number>/", certificates.certificate, name="certificate"),
    path("certificate/<slug:number>/take-back/", certificates.take_back, name="certificate_take_back"),
    path("reading/", reading.reading, name="reading"),
    path("reading/<int:pk>/", reading.reading_stop, name="reading_stop"),
    path("reading/<int:pk>/rest/", reading.reading_rest, name="reading_rest"),
    path("reading/cases/<int:pk>/", reading.reading_propose, name="reading_propose"),
    path("reading/answers/<int:pk>/delete/", reading.answer_delete, name="answer_delete"),
    path("reading/answers/<int:pk>/hide/", reading.answer_hide, name="answer_hide"),
    path("role-plays/", role_plays.role_plays, name="role_plays"),
    path("role-plays/<slug:slug>/", role_plays.role_play, name="role_play"),
    path("role-plays/<slug:slug>/sheets/", role_plays.role_play_sheets, name="role_play_sheets"),
    path("role-plays/<slug:slug>/<slug:part>/", role_plays.role_play_sheet, name="role_play_sheet"),
    path("sheet/", president_sheet.president_sheet, name="president_sheet"),
]
