"""Addresses of the operations room."""

from django.urls import path

from bansou.operations import gallery, health

app_name = "operations"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("components/", gallery.components, name="components"),
]
