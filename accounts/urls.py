"""Addresses about people; sign-in itself is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    # what I tell about myself, take along, and take away
    path("me/profile/", views.my_profile, name="profile"),
    path("me/data/", views.my_data, name="data"),
    path("me/data/<uuid:pk>/", views.my_data_file, name="data_file"),
    path("me/close/", views.close, name="close"),
    path("me/close/done/", views.closed, name="closed"),
]
