"""Addresses of the sharing room, below /share/."""

from django.urls import path

from bansou.sharing import views

app_name = "sharing"
urlpatterns = [
    path("site.png", views.site_picture, name="site"),
    path("<slug:name>/<int:key>.png", views.picture, name="picture"),
]
