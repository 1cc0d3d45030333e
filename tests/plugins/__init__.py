"""Plugins of pytest that are ours."""
