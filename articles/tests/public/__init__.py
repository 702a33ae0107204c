"""Tests of the public pages, feeds and sitemaps."""
