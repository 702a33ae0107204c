"""The writer: what becomes of records, once, twice and after a stop."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.importers import Result, batch, rows, writer
from articles.models.desk import (
    Article,
    Author,
    Category,
    Image,
    ImportSource,
    Revision,
    ScheduledMove,
    Source,
    Stage,
    Standing,
    Tag,
)
from articles.models.reader import Address, Listing, Publication, PublishedArticle
from articles.publishing import Order
from articles.tests.importers.posts import AT, SITE, items, outcomes, post, put, run
from articles.workflow import revise

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)


def page(key: str) -> PublishedArticle:
    article = ImportSource.objects.get(source_key=key).article
    return PublishedArticle.objects.get(uuid=article.uuid)


def article(key: str) -> Article:
    return Article.objects.get(import_source__source_key=key)


def state() -> dict[str, object]:
    """Say everything an import made, without what differs from run to run."""
    fields = (
        "title", "slug", "body", "standing", "stage", "latest_number", "live_number",
        "published_at", "day", "source__name", "thumbnail__origin",
    )  # fmt: skip
    return {
        "articles": {
            one.source_key: (
                tuple(getattr_path(one.article, name) for name in fields),
                sorted(str(filing) for filing in one.article.filings.all()),
                sorted(tag.name for tag in one.article.tags.all()),
                one.raw,
            )
            for one in ImportSource.objects.all()
        },
        "pages": sorted(
            PublishedArticle.objects.values_list("path", "title", "body_html")
        ),
        "lists": sorted(Listing.objects.values_list("label__path", "article__path")),
        "addresses": sorted(Address.objects.values_list("path", "state")),
        "categories": sorted(
            "/".join(one.natural_key()) for one in Category.objects.all()
        ),
        "names": [
            sorted(model.objects.values_list("name", flat=True))
            for model in (Author, Source, Tag)
        ],
        "pictures": sorted(Image.objects.values_list("origin", flat=True)),
        "log": sorted(Publication.objects.values_list("action", "number")),
        "revisions": Revision.objects.count(),
        "planned": sorted(ScheduledMove.objects.values_list("state", "at")),
    }


def getattr_path(row: object, path: str) -> object:
    for name in path.split("__"):
        row = row and getattr(row, name)
    return row


class TestSamples:
    """One import of the sample site: a representative of every class."""

    @pytest.fixture(autouse=True)
    def report(self, db):
        self.report = run(SITE)
        self.items = items(self.report)

    def test_account_for_every_file(self):
        assert outcomes(self.report) == {
            "003_undated.md": "created",
            "004_json.md": "created",
            "005_hidden.md": "created",
            "006_future.md": "created",
            "007_broken.md": "refused",
            "2026-03-07-market.md": "created",
            "_drafts/notes.md": "created",
            "港口/001_ferry.txt": "created",
            "港口/002_lighthouse.md": "created",
        }
        counts = self.report.counts()
        assert counts["read"] == 9 == sum(counts[str(result)] for result in Result)

    def test_publish_what_the_source_published_at_its_own_date(self):
        ferry = page("港口/001_ferry.txt")
        assert ferry.path == "/2026/03/05/001_ferry/"
        assert self.items["港口/001_ferry.txt"].url == ferry.path
        assert ferry.published_at == datetime(2026, 3, 5, 4, tzinfo=UTC)
        assert ferry.comments_enabled is False
        assert "潮水{大潮}不等人" in ferry.body_html
        crumbs = [label.split(":")[0] for label in ferry.refs["categories"][0]]
        assert crumbs == ["category"] * 3
        paths = set(
            Listing.objects.filter(article=ferry).values_list("label__path", flat=True)
        )
        assert paths == {
            "/", "/source/海风通讯社/", "/category/要闻/",
            "/category/要闻/海风通讯社/", "/category/要闻/海风通讯社/港口/",
        }  # fmt: skip

    def test_keep_the_bytes_and_the_other_keys(self):
        kept = ImportSource.objects.get(source_key="港口/002_lighthouse.md")
        assert kept.raw == (SITE / "source/_posts/港口/002_lighthouse.md").read_bytes()
        assert kept.article.extra == {"subtitle": "一百年的光"}
        assert [one.author.name for one in kept.article.bylines.all()] == ["林晓"]
        assert sorted(tag.name for tag in kept.article.tags.all()) == ["007", "灯塔"]
        assert kept.article.body_format == "markdown"

    def test_leave_undated_hidden_and_drafts_as_drafts(self):
        for key, reason in {
            "003_undated.md": "created as draft: line 5: “Invalid Date”",
            "005_hidden.md": "created as draft: not published at the source",
            "_drafts/notes.md": "created as draft: not published at the source",
        }.items():
            one = article(key)
            assert (one.standing, one.stage) == (Standing.NEVER, Stage.DRAFT)
            assert reason in self.items[key].reason
            assert self.items[key].url == ""

    def test_plan_what_is_dated_in_the_future(self):
        one = article("006_future.md")
        assert (one.standing, one.stage) == (Standing.NEVER, Stage.APPROVED)
        move = ScheduledMove.objects.get()
        assert (move.article, move.revision.number) == (one, 1)
        assert move.at == one.published_at == datetime(2199, 5, 1, 1, tzinfo=UTC)
        publishing.publish_due(at=move.at)
        assert page("006_future.md").path == "/2199/05/01/006_future/"

    def test_let_old_addresses_lead_to_the_new_ones(self):
        lighthouse = page("港口/002_lighthouse.md")
        row = Address.objects.get(path="/old/lighthouse.html")
        assert (row.owner, row.state) == (lighthouse.owner, Address.State.MOVED)
        assert Address.objects.filter(path="/2026/03/08/004_json/").count() == 1

    def test_leave_pictures_to_be_fetched(self):
        image = Image.objects.get()
        assert (image.origin, image.status) == (
            "https://pictures.example/ferry.jpg",
            "pending",
        )
        counts = self.report.counts()
        assert (counts["pictures"], counts["pictures_missing"]) == (1, 1)

    def test_say_nothing_new_to_the_desk(self):
        for one in Article.objects.all():
            assert revise(one, actor=None, at=LATER) is None, one


class TestSecondRun:
    def test_changes_nothing(self):
        run(SITE)
        before = state()
        report = run(SITE, at=LATER)
        expected = dict.fromkeys(outcomes(report), "unchanged")
        assert outcomes(report) == {**expected, "007_broken.md": "refused"}
        assert state() == before

    def test_updates_what_changed(self, tmp_path):
        put(tmp_path, a=post("旧题", tags="[一]", categories="要闻"), b=post())
        run(tmp_path)
        put(tmp_path, a=post("新题", "新文。", tags="[二]", categories="港口"))
        report = run(tmp_path, at=LATER)
        assert outcomes(report) == {"a.md": "updated", "b.md": "unchanged"}
        live = page("a.md")
        assert (live.title, live.revision_number) == ("新题", 2)
        assert live.path == "/2026/03/05/a/"
        assert article("a.md").latest_number == article("a.md").live_number == 2
        assert outcomes(run(tmp_path, at=LATER)) == {
            "a.md": "unchanged",
            "b.md": "unchanged",
        }
        assert Listing.objects.filter(label__path="/category/要闻/").count() == 0

    def test_overwrites_nothing_the_desk_wrote(self, tmp_path):
        put(tmp_path, a=post("旧题"))
        run(tmp_path)
        one = article("a.md")
        one.title = "编辑改过"
        one.save()
        revise(one, actor=None, at=LATER)
        put(tmp_path, a=post("新题"))
        report = run(tmp_path, at=LATER)
        assert outcomes(report) == {"a.md": "conflict"}
        assert "revision 2" in items(report)["a.md"].reason
        assert not report.complete
        assert article("a.md").title == "编辑改过"
        assert outcomes(run(tmp_path, at=LATER)) == {"a.md": "conflict"}

    def test_publishes_what_got_its_date(self, tmp_path):
        put(tmp_path, a=post(date="Invalid Date"))
        run(tmp_path)
        put(tmp_path, a=post())
        report = run(tmp_path, at=LATER)
        assert outcomes(report) == {"a.md": "updated"}
        assert items(report)["a.md"].url == "/2026/03/05/a/"

    def test_does_not_bring_back_what_was_withdrawn(self, tmp_path):
        put(tmp_path, a=post("旧题"))
        run(tmp_path)
        publishing.withdraw(article("a.md"), actor=None, at=LATER, reason="有误")
        put(tmp_path, a=post("新题"))
        report = run(tmp_path, at=LATER)
        assert "withdrawn here" in items(report)["a.md"].reason
        assert article("a.md").standing == Standing.WITHDRAWN
        assert not PublishedArticle.objects.exists()

    def test_leaves_live_what_the_source_hides_now(self, tmp_path):
        put(tmp_path, a=post())
        run(tmp_path)
        put(tmp_path, a=post(published="false"))
        report = run(tmp_path, at=LATER)
        assert "still live here" in items(report)["a.md"].reason
        assert PublishedArticle.objects.count() == 1

    def test_plans_anew_what_moved_in_the_future(self, tmp_path):
        put(tmp_path, a=post(date="2199-05-01 09:00:00"))
        run(tmp_path)
        put(tmp_path, a=post(date="2199-06-01 09:00:00"))
        run(tmp_path, at=LATER)
        pending = ScheduledMove.objects.pending().get()
        assert pending.at == datetime(2199, 6, 1, 1, tzinfo=UTC)
        assert ScheduledMove.objects.count() == 2

    def test_leaves_a_persons_plan_alone(self, tmp_path):
        put(tmp_path, a=post(date="2199-05-01 09:00:00"))
        run(tmp_path)
        ScheduledMove.objects.update(reason="主编定的")
        put(tmp_path, a=post(date="2199-06-01 09:00:00"))
        report = run(tmp_path, at=LATER)
        assert "by hand" in items(report)["a.md"].reason
        assert ScheduledMove.objects.pending().get().at == datetime(
            2199, 5, 1, 1, tzinfo=UTC
        )


class TestStop:
    @pytest.fixture(autouse=True)
    def small_batches(self, monkeypatch):
        monkeypatch.setattr(writer, "BATCH", 2)

    @pytest.mark.parametrize("stop_at", [0, 1, 2, 3])
    @pytest.mark.parametrize("where", ["make", "move", "locate"])
    def test_anywhere_loses_and_doubles_nothing(self, monkeypatch, where, stop_at):
        with transaction.atomic():
            run(SITE)
            expected = state()
            transaction.set_rollback(True)
        calls = 0
        owner = {"make": writer, "move": writer, "locate": writer.addresses}[where]
        original = getattr(owner, where)

        def stop(*args, **options):
            nonlocal calls
            original(*args, **options)
            calls += 1
            if calls > stop_at:
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(owner, where, stop)
            with pytest.raises(KeyboardInterrupt):
                run(SITE)
        assert ImportSource.objects.count() <= stop_at * 2
        report = run(SITE)
        assert report.counts()["read"] == 9
        assert state() == expected
        assert len(expected["articles"]) == 8
        assert len(expected["pages"]) == 4

    def test_is_at_once_where_the_database_is_gone(self, monkeypatch, tmp_path):
        put(tmp_path, a=post(), b=post(), c=post())

        def gone(*_args, **_options):
            raise OperationalError("disk full")

        monkeypatch.setattr(writer, "make", gone)
        with pytest.raises(OperationalError):
            run(tmp_path)
        assert not Article.objects.exists()


class TestFailure:
    @pytest.fixture
    def spoil(self, monkeypatch):
        """Make the rows of one title fail."""
        fill = rows.fill

        def spoiled(article, record, found, at):
            fill(article, record, found, at)
            if record.title == "坏稿":
                raise ValueError("cannot be")

        monkeypatch.setattr(batch.rows, "fill", spoiled)

    def test_of_one_record_stops_no_other(self, spoil, tmp_path):
        names = [f"n{number}" for number in range(7)]
        put(tmp_path, **{name: post(categories=f"类{name}") for name in names})
        put(tmp_path, n3=post("坏稿", categories="只在坏稿里"))
        report = run(tmp_path)
        counts = report.counts()
        assert (counts["created"], counts["refused"]) == (6, 1)
        assert (
            items(report)["n3.md"].reason
            == "n3.md: could not be saved (ValueError: cannot be)"
        )
        assert [item.source_key for item in report.items] == [
            f"{name}.md" for name in names
        ]
        assert not Category.objects.filter(name="只在坏稿里").exists()
        assert PublishedArticle.objects.count() == 6
        labels = set(Listing.objects.values_list("label__name", flat=True))
        assert {f"类{name}" for name in names if name != "n3"} <= labels

    def test_because_somebody_was_faster_is_tried_again(self, monkeypatch, tmp_path):
        put(tmp_path, a=post(tags="[灯塔]"), b=post())
        ensure = writer.Lookups.ensure
        rival = iter([lambda: Tag.objects.create(name="灯塔")])

        def late(self, records, *, at):
            for make_first in rival:
                # As if another process had made the tag after we looked.
                make_first()
                self.tags.known["灯塔"] = Tag(
                    name="灯塔", uid="x", slug="灯塔", pk=10**6
                )
                raise IntegrityError("UNIQUE constraint failed")
            ensure(self, records, at=at)

        monkeypatch.setattr(writer.Lookups, "ensure", late)
        assert outcomes(run(tmp_path)) == {"a.md": "created", "b.md": "created"}
        assert [tag.name for tag in article("a.md").tags.all()] == ["灯塔"]

    def test_at_the_door_refuses_the_record_alone(self, monkeypatch, tmp_path):
        put(tmp_path, a=post("甲"), b=post("乙"), c=post("丙"))
        original = publishing.publish_each

        def refusing(orders: list[Order], **options):
            outcomes = original(orders, **options)
            return [
                publishing.Outcome(one.order, refusal="太长")
                if one.order.article.title == "乙"
                else one
                for one in outcomes
            ]

        monkeypatch.setattr(publishing, "publish_each", refusing)
        report = run(tmp_path)
        assert outcomes(report) == {
            "a.md": "created",
            "b.md": "refused",
            "c.md": "created",
        }
        assert items(report)["b.md"].reason == "b.md: 太长"
        assert Article.objects.count() == PublishedArticle.objects.count() == 2


class TestAddresses:
    def test_are_numbered_where_taken(self, tmp_path):
        for folder in ("甲", "乙"):
            put(tmp_path / folder, same=post(folder))
        report = run(tmp_path)
        assert {item.url for item in report.items} == {
            "/2026/03/05/same/",
            "/2026/03/05/same-2/",
        }
        assert [item.reason for item in report.items if item.reason] == [
            "the address was taken; published as same-2"
        ]

    def test_survive_a_name_that_leaves_no_slug(self, tmp_path):
        put(tmp_path, **{"　": post("标题")})
        (item,) = run(tmp_path).items
        assert item.url.startswith("/2026/03/05/")
        assert len(item.url) > len("/2026/03/05//")

    def test_come_from_a_list(self, tmp_path):
        posts = put(tmp_path / "posts", a=post(), b=post(), c=post(published="false"))
        listed = tmp_path / "map.tsv"
        listed.write_text(
            "p/1.html\topen\tsource/_posts/a.md\np/2.html\ta.md\n"
            "p/1.html\tb.md\np/3.html\tc.md\np/4.html\tgone.md\n",
            encoding="utf-8",
        )
        report = run(posts, redirects=listed)
        a = page("a.md").owner
        assert dict(
            Address.objects.filter(state="moved").values_list("path", "owner")
        ) == {
            "/p/1.html": a,
            "/p/2.html": a,
        }
        assert report.redirects == 2
        assert "wait until it is live" in items(report)["c.md"].reason
        assert report.remarks == ["line 5: no such file in the source: gone.md"]
        again = run(posts, redirects=listed)
        assert again.redirects == 0
        assert "/p/1.html belongs to another page" in items(again)["b.md"].reason

    def test_of_a_list_given_later_are_added(self, tmp_path):
        posts = put(tmp_path / "posts", a=post())
        run(posts)
        listed = tmp_path / "map.tsv"
        listed.write_text("p/1.html\ta.md\n", encoding="utf-8")
        report = run(posts, redirects=listed)
        assert outcomes(report) == {"a.md": "unchanged"}
        assert report.redirects == 1


class TestAsDraft:
    def test_publishes_nothing(self, tmp_path):
        put(tmp_path, a=post(), b=post(date="2199-05-01"))
        report = run(tmp_path, publish_as="draft")
        assert outcomes(report) == {"a.md": "created", "b.md": "created"}
        assert not PublishedArticle.objects.exists()
        assert not ScheduledMove.objects.exists()
        one = article("a.md")
        assert one.published_at == datetime(2026, 3, 5, 4, tzinfo=UTC)
        publishing.publish(one.revisions.get(), actor=None, at=LATER)
        assert page("a.md").path == "/2026/03/05/a/"


class TestDryRun:
    def test_writes_nothing_and_foretells(self, tmp_path):
        before = state()
        foretold = run(SITE, dry_run=True)
        assert state() == before
        assert not Image.objects.exists()
        report = run(SITE)
        assert foretold.counts() == report.counts()
        assert {one.source_key: one.url for one in foretold.items} == {
            one.source_key: one.url for one in report.items
        }

    def test_tells_changes_and_conflicts(self, tmp_path):
        put(tmp_path, a=post("旧"), b=post("旧"))
        run(tmp_path)
        one = article("b.md")
        one.title = "编辑改过"
        one.save()
        revise(one, actor=None, at=LATER)
        put(tmp_path, a=post("新"), b=post("新"))
        before = state()
        report = run(tmp_path, dry_run=True)
        assert outcomes(report) == {"a.md": "updated", "b.md": "conflict"}
        assert state() == before


class TestNames:
    def test_are_found_again_and_their_slugs_kept_apart(self, tmp_path):
        Category.objects.create(name="要闻")
        Tag.objects.create(name="C++")
        put(
            tmp_path,
            a=post(categories="[要闻, 港口]", tags="['C++', 'c++', 'C']"),
            b=post(categories="[[要闻, 港口], [港口]]", tags="['C']"),
            c=post(categories="feed", tags="['page', '！']"),
        )
        run(tmp_path)
        assert sorted(
            "/".join(one.natural_key()) for one in Category.objects.all()
        ) == [
            "feed",
            "港口",
            "要闻",
            "要闻/港口",
        ]
        slugs = list(Tag.objects.values_list("slug", flat=True))
        assert len(set(slugs)) == len(slugs) == 5
        assert "page" not in slugs
        assert not Category.objects.filter(slug="feed").exists()


class TestSpeed:
    def test_asks_no_query_per_article(self, tmp_path):
        def queries(name: str, size: int) -> int:
            folder = put(
                tmp_path / name,
                **{
                    f"{name}{number}": post(tags="[一]", categories="要闻")
                    for number in range(size)
                },
            )
            with CaptureQueriesContext(connection) as captured:
                run(folder)
            return len(captured)

        queries("first", 1)
        assert queries("many", 24) == queries("few", 6)
