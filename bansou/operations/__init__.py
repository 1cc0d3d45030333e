"""Embedded PostgreSQL, health, the serve command, demo data, benchmarks."""
