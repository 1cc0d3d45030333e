"""Addresses about people; sign-in itself is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    # where somebody belongs, and organisations
    path("me/belonging/", views.belonging, name="belonging"),
    path("me/belonging/ask/", views.belonging_ask, name="belonging_ask_unlisted"),
    path("me/belonging/ask/<int:pk>/", views.belonging_ask, name="belonging_ask"),
    path("me/belonging/withdraw/", views.belonging_withdraw, name="belonging_withdraw"),
    path("me/belonging/prove/", views.belonging_prove, name="belonging_prove"),
    path("me/belonging/leave/", views.belonging_leave, name="belonging_leave"),
    path("me/belonging/listing/", views.belonging_listing, name="belonging_listing"),
    path("me/belonging/confirm/<str:token>/", views.belonging_confirm, name="belonging_confirm"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
]
