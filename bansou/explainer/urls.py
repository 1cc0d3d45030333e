"""Addresses of the explainer that are not pages of the tree."""

from django.urls import path

from bansou.explainer import answer_views

app_name = "explainer"

urlpatterns = [path("<int:pk>/answer/", answer_views.answer, name="answer")]
