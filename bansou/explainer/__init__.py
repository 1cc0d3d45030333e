"""Wagtail pages that explain the method."""
