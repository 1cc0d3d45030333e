"""Addresses of the inbox and of the choice of mails."""

from django.urls import path

from bansou.notifications import views

app_name = "notifications"
urlpatterns = [
    # by the link in a mail, without signing in
    path("mails/<str:token>/", views.choices_by_link, name="choices_by_link"),
    path("mails/<str:token>/stop/<slug:what>/", views.stop, name="stop"),
]
