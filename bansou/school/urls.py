"""Addresses of the school, below /learn/."""

from django.urls import URLPattern, path

from bansou.school.views import certificates, learning

app_name = "school"
urlpatterns: list[URLPattern] = [
    path("", learning.landing, name="landing"),
    path("path/", learning.learning_path, name="path"),
    path("path/<slug:slug>/", learning.lesson, name="lesson"),
    path("path/<slug:slug>/done/", learning.lesson_done, name="lesson_done"),
    path("certificate/", certificates.certificates, name="certificates"),
    path("certificate/<slug:number>/", certificates.certificate, name="certificate"),
    path("certificate/<slug:number>/take-back/", certificates.take_back, name="certificate_take_back"),
]
