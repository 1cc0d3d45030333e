"""Addresses of announcements on the site."""

from django.urls import path

from bansou.announcements import views

app_name = "announcements"
urlpatterns = [
    path("", views.announcements, name="list"),
    path("<int:pk>/", views.announcement, name="detail"),
    path("<int:pk>/put-aside/", views.put_aside, name="put_aside"),
]
