"""Addresses about people; sign-in itself is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    # staff acting for somebody
    path("support/", views.support, name="support"),
    path("support/end/", views.support_end, name="support_end"),
]
