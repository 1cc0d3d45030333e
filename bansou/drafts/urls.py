"""Addresses of drafts."""

from django.urls import path

from bansou.drafts import views

app_name = "drafts"
urlpatterns = [
    path("drafts/", views.keep, name="keep"),
    path("drafts/<int:pk>/discard/", views.discard, name="discard"),
]
