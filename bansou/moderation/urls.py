"""Addresses of order."""

from django.urls import path

from bansou.moderation import views

app_name = "moderation"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/receipt/", views.receipt, name="receipt"),
    path("me/notices/", views.notices, name="notices"),
    path("me/notices/<int:pk>/", views.notice, name="notice"),
]
