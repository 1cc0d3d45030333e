"""Addresses of the way back for whom mails do not reach."""

from django.urls import path

from bansou.notifications import address_views

app_name = "mail_address"
urlpatterns = [
    path("me/mail-address/", address_views.ask, name="ask"),
    path("me/mail-address/<str:token>/", address_views.confirm, name="confirm"),
]
