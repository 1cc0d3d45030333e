"""Addresses of a person's saved searches. A namespace of their own: they are nothing that staff do or see for somebody (accounts.acting_for)."""

from django.urls import path

from bansou.search.saved import views

app_name = "saved_searches"
urlpatterns = [
    path("me/searches/", views.saved_searches, name="list"),
    path("me/searches/save/", views.search_save, name="save"),
    path("me/searches/<int:pk>/", views.search_change, name="change"),
]
