"""Addresses of the school, below /learn/."""

from django.urls import URLPattern

app_name = "school"
urlpatterns: list[URLPattern] = []
