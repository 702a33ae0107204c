"""manage.py prepare and serve: from an empty folder to a served site, and back."""

import signal
import socket

import pytest

from articles.tests.processes import fetch, make_environment, manage, members, serving

pytestmark = pytest.mark.xdist_group("serve")
PASSWORD = "a demo password"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Answer the environment of a site of its own."""
    folder = tmp_path_factory.mktemp("site")
    return make_environment(folder, DEBUG="1", DEMO_PASSWORD=PASSWORD)


@pytest.fixture(scope="module")
def said(site):
    """Prepare the site once; answer what the command said."""
    return manage(site, "prepare")


class TestPrepare:
    def test_tells_what_it_brought_about(self, said):
        assert "the seed article is in" in said
        assert "Made the demo account admin" in said

    def test_changes_nothing_when_repeated(self, site, said):
        assert manage(site, "prepare") == ""


class TestServe:
    def test_serves_the_seed_and_ends_with_all_it_started(self, site, said):
        with serving(site) as (process, address):
            page = fetch(f"{address}/2021/10/13/000_f55aafe3e95067ee/")
            assert "中证网" in page
            assert fetch(f"{address}/readyz") == "ready\n"
            assert 'name="username"' in fetch(f"{address}/admin/login/")
            assert len(members(process.pid)) > 2
            process.send_signal(signal.SIGTERM)
            told, _ = process.communicate(timeout=20)
            assert process.returncode == 0, told
            assert members(process.pid) == []
        assert PASSWORD in told
        assert f"http://localhost:{site['PORT']}/en/" in told

    def test_refuses_a_port_that_is_taken(self, site):
        with socket.create_server(("127.0.0.1", int(site["PORT"]))):
            with pytest.raises(AssertionError, match="make run PORT="):
                manage(site, "serve")
