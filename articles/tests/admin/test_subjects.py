"""Categories, tags, authors, sources: their pages follow, old links lead on."""

import pytest
from django.urls import reverse

from articles.models.desk import Author, Category, Tag
from articles.models.reader import Address, Label, PublishedArticle
from articles.tests.admin.conftest import filled, said
from articles.tests.factories import make_article, make_author, make_category, make_live
from articles.tests.workflow.people import everyone, save

TREE = "/admin/articles/category/"
TAGS = "/admin/articles/tag/"


def form_of(subject) -> str:
    """Give the address of a subject's form."""
    name = f"admin:articles_{subject._meta.model_name}_change"
    return reverse(name, args=[subject.pk])


@pytest.mark.django_db
class TestCategory:
    def test_renamed_is_renamed_for_readers(self, desk):
        make_live(categories=(("金融", "证券"),))
        category = Category.objects.get(name="证券")
        data = filled(desk, form_of(category)) | {"name": "股市"}
        response = desk.post(form_of(category), data, follow=True)
        assert Label.objects.get(key=category.label_key).name == "股市"
        assert "股市" in said(response)

    def test_moved_takes_its_page_along_and_says_where(self, desk, client):
        make_live(categories=(("金融", "证券"),))
        category, parent = Category.objects.get(name="证券"), make_category("产业")
        data = filled(desk, form_of(category)) | {"parent": str(parent.pk)}
        response = desk.post(form_of(category), data, follow=True)
        assert Label.objects.get(key=category.label_key).path == (
            "/category/产业/证券/"
        )
        assert "/category/产业/证券/" in said(response)
        moved = Address.objects.get(path="/category/金融/证券/")
        assert moved.state == "moved"

    def test_cannot_be_moved_below_itself(self, desk):
        below = make_category("金融", "证券", "新股")
        top = Category.objects.get(name="金融")
        for parent in (below, top):
            data = filled(desk, form_of(top)) | {"parent": str(parent.pk)}
            response = desk.post(form_of(top), data)
            assert "自己的下级" in response.content.decode()
        assert Category.objects.get(name="金融").parent is None

    def test_is_refused_an_address_that_was_another_ones(self, desk):
        make_live(categories=(("金融",),))
        finance = Category.objects.get(name="金融")
        desk.post(
            form_of(finance), filled(desk, form_of(finance)) | {"slug": "finance"}
        )
        data = {"name": "金融", "slug": "金融"}
        data["name"] = "金融旧闻"
        response = desk.post(f"{TREE}add/", data)
        assert "/category/金融/" in str(response.context["adminform"].form.errors)
        assert not Category.objects.filter(name="金融旧闻").exists()

    def test_takes_its_own_former_address_back(self, desk):
        make_live(categories=(("金融",),))
        finance = Category.objects.get(name="金融")
        for slug in ("finance", "金融"):
            data = filled(desk, form_of(finance)) | {"slug": slug}
            assert desk.post(form_of(finance), data).status_code == 302
        assert Label.objects.get(key=finance.label_key).path == "/category/金融/"

    def test_goes_up_and_down_among_its_siblings(self, desk):
        names = ["要闻", "金融", "本地"]
        for name in names:
            make_live(name, categories=((name,),))
        last = Category.objects.get(name="本地")
        desk.post(f"{TREE}{last.pk}/order/", {"way": "up"})
        order = Category.objects.without_tree_fields().order_by("position", "id")
        assert [category.name for category in order] == ["要闻", "本地", "金融"]
        sections = Label.objects.sections()
        assert [label.name for label in sections] == ["要闻", "本地", "金融"]

    def test_stays_where_it_is_at_the_end(self, desk):
        first = make_category("要闻")
        response = desk.post(f"{TREE}{first.pk}/order/", {"way": "up"}, follow=True)
        assert "尽头" in said(response)

    def test_shows_the_tree_in_the_same_number_of_queries(
        self, desk, django_assert_num_queries
    ):
        make_category("金融", "证券")
        with django_assert_num_queries(8):
            desk.get(TREE)
        for number in range(30):
            make_category("金融", "证券", f"{number}")
        with django_assert_num_queries(8):
            desk.get(TREE)

    @pytest.mark.parametrize("role", ["writer", "editor"])
    def test_is_the_publishers_to_change(self, log_in, role):
        category = make_category("金融")
        client = log_in(everyone()[role])
        assert client.get(TREE).status_code == 200
        assert (
            client.post(f"{TREE}{category.pk}/order/", {"way": "up"}).status_code == 403
        )
        data = {"name": "改", "slug": "x"}
        assert client.post(form_of(category), data).status_code == 403


@pytest.mark.django_db
class TestAuthor:
    def test_is_deactivated_and_no_longer_offered(self, desk):
        make_author("林晓")
        gone = make_author("何田")
        data = filled(desk, form_of(gone))
        del data["active"]
        desk.post(form_of(gone), data)
        query = "?app_label=articles&model_name=byline&field_name=author&term="
        offered = desk.get(f"/admin/autocomplete/{query}").json()["results"]
        assert [one["text"] for one in offered] == ["林晓"]

    def test_is_never_deleted(self, desk):
        author = make_author("林晓")
        address = reverse("admin:articles_author_delete", args=[author.pk])
        assert desk.post(address, {"post": "yes"}).status_code == 403
        assert Author.objects.exists()


@pytest.mark.django_db
class TestTagMerge:
    def merge(self, client, into: str, *names: str):
        chosen = [Tag.objects.get(name=name).pk for name in names]
        data = {"action": "merge_tags", "_selected_action": chosen, "into": into}
        return client.post(TAGS, data, follow=True)

    def test_takes_live_pages_along_through_the_door(self, desk):
        live = make_live("在线", tags=("AI",))
        make_live("别的", tags=("人工智能",))
        response = self.merge(desk, "人工智能", "AI")
        new = Tag.objects.get(name="人工智能")
        page = PublishedArticle.objects.get(uuid=live.uuid)
        assert page.refs["tags"] == [new.label_key]
        assert page.revision_number == 2
        assert Label.objects.get(key=new.label_key).articles == 2
        old = Tag.objects.get(name="AI")
        assert Label.objects.get(key=old.label_key).articles == 0
        assert "1 篇" in said(response)

    def test_leaves_a_page_with_a_newer_draft_and_says_so(self, desk):
        live = make_live("在线", tags=("AI",))
        Tag.objects.create(name="人工智能")
        live.title = "未审的新题"
        live.save(update_fields=["title"])
        save(live, None)
        response = self.merge(desk, "人工智能", "AI")
        page = PublishedArticle.objects.get(uuid=live.uuid)
        assert (page.title, page.revision_number) == ("在线", 1)
        assert "新草稿" in said(response)

    def test_needs_a_tag_that_is_there(self, desk):
        make_article(tags=("AI",))
        assert "没有标签" in said(self.merge(desk, "不存在", "AI"))

    @pytest.mark.parametrize("role", ["writer", "editor"])
    def test_is_for_publishers(self, log_in, role):
        make_live("在线", tags=("AI",))
        Tag.objects.create(name="人工智能")
        self.merge(log_in(everyone()[role]), "人工智能", "AI")
        assert PublishedArticle.objects.get().revision_number == 1

    def test_no_longer_suggests_what_nobody_uses(self, log_in):
        make_live("在线", tags=("AI", "AI 芯片"))
        make_article("别人的草稿", tags=("AI 收购",))
        Tag.objects.create(name="AI 旧")
        client = log_in(everyone()["writer"])
        found = client.get(f"{TAGS}suggest/", {"term": "ai"}).json()["results"]
        assert {one["text"] for one in found} == {"AI", "AI 芯片"}
