from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client


class TestRobots:
    @pytest.fixture
    def rules(self, client: Client) -> RobotFileParser:
        response = client.get("/robots.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        parser = RobotFileParser()
        parser.parse(response.content.decode().splitlines())
        return parser

    @pytest.mark.parametrize("path", ["/", "/2026/03/05/渡轮/", "/en/tag/x/", "/feed/"])
    def test_opens_the_site_to_every_crawler(self, rules: RobotFileParser, path: str):
        assert rules.can_fetch("AnyBot", path)

    @pytest.mark.parametrize("path", ["/admin/", "/admin/articles/article/1/change/"])
    def test_keeps_crawlers_off_the_desk(self, rules: RobotFileParser, path: str):
        assert not rules.can_fetch("AnyBot", path)

    def test_names_the_sitemap_with_its_whole_address(self, rules: RobotFileParser):
        assert rules.site_maps() == [
            "http://localhost:8000/sitemap.xml",
            "http://localhost:8000/news-sitemap.xml",
        ]
