"""Addresses of the operations room."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from bansou.operations import gallery, health
from bansou.operations.sitemaps import SECTIONS

app_name = "operations"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SECTIONS}, name="sitemap"),
    path("components/", gallery.components, name="components"),
]
