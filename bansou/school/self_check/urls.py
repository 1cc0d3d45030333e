"""Addresses of the self-check, below /learn/self-check/. A namespace of their own: nobody does this for somebody else (accounts.acting_for)."""

from django.urls import path

from bansou.school.self_check import views

app_name = "self_check"
urlpatterns = [
    path("", views.start, name="start"),
    path("answer/", views.answer, name="answer"),
    path("keep/", views.keep, name="keep"),
    path("<int:pk>/", views.result, name="result"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
