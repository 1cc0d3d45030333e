"""Addresses about people; sign-in itself is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    # the second factor that supporters are offered
    path("me/second-factor/later/", views.put_off, name="second_factor_later"),
]
