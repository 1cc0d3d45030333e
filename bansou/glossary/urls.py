"""Addresses of the glossary, below /glossary/."""

from django.urls import path

from bansou.glossary import views

app_name = "glossary"
urlpatterns = [
    path("", views.terms, name="terms"),
    path("<slug:slug>/", views.term, name="term"),
]
