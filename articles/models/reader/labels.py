"""What a list is about, as readers know it, and how much it holds."""

from collections.abc import Iterable

from django.db import models


class Kind(models.TextChoices):
    """The kinds of lists there are; the value begins the address."""

    FRONT = "front"
    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"
    SOURCE = "source"


class LabelQuerySet(models.QuerySet["Label"]):
    """Labels by key or path, always whole sets in one query."""

    def get_by_natural_key(self, key: str) -> "Label":
        """Find a label by its key."""
        return self.get(key=key)

    def shown(self) -> "LabelQuerySet":
        """Leave out labels without a live article; readers must not see them."""
        return self.filter(articles__gt=0)

    def sections(self) -> "LabelQuerySet":
        """Give the live top-level categories in the desk's order."""
        return self.shown().filter(kind=Kind.CATEGORY, parent=None).order_by("position")

    def of_kind(self, kind: str) -> "LabelQuerySet":
        """Give the live labels of a kind, in the order an index shows."""
        order = ("path",) if kind == Kind.CATEGORY else ("-articles", "name")
        return self.shown().filter(kind=kind).order_by(*order)

    def around(self, path: str, keys: Iterable[str] = ()) -> "LabelQuerySet":
        """Give all the labels one list page shows, in one query.

        That is: the label at ``path``, those above and right below it, the front,
        the sections for the masthead, and those named by ``keys`` (cards').
        """
        return self.filter(
            models.Q(path__in=_prefixes(path))
            | models.Q(parent__path=path)
            | models.Q(kind=Kind.FRONT)
            | models.Q(kind=Kind.CATEGORY, parent=None, articles__gt=0)
            | models.Q(key__in=list(keys))
        )


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: end + 1]) + "/" for end in range(1, len(parts))]


class Label(models.Model):
    """A list's subject: name and address as readers see them.

    ``articles`` counts what is listed; without any the label answers 404.
    ``version`` and ``changed_at`` move with every change of what its list shows.
    """

    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    slug = models.CharField(max_length=160, blank=True)
    path = models.CharField(max_length=800, unique=True)
    name = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveIntegerField(default=0)
    collective = models.BooleanField(null=True)
    """Whether a desk signs, not a person; authors only, of others nothing is known."""
    articles = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "path"]
        indexes = [
            models.Index(fields=["kind", "-articles", "name"], name="labels_by_kind")
        ]

    def __str__(self) -> str:
        return self.name or self.key

    def natural_key(self) -> tuple[str]:
        """Give the key."""
        return (self.key,)


class CounterQuerySet(models.QuerySet["Counter"]):
    """How many articles a label has in a month, or on a day."""

    def get_by_natural_key(self, label: str, period: str) -> "Counter":
        """Find a label's counter for a period."""
        return self.get(label__key=label, period=period)

    def months(self) -> "CounterQuerySet":
        """Give month rows only, newest first, without empty ones."""
        return self.filter(is_day=False, count__gt=0).order_by("-period")

    def within(self, prefix: str) -> "CounterQuerySet":
        """Give the month and day rows of a year or month, newest first."""
        rows = self.filter(period__startswith=prefix, count__gt=0)
        return rows.order_by("-period")


class Counter(models.Model):
    """The number of a label's articles in a month (`2021-10`) or day (`2021-10-13`).

    Day rows exist where ``split`` is set on the month: on the front, and where a
    month holds many. They let any page number be found without counting rows.
    ``changed_at`` is kept on the front's months: when an article of it last changed.
    """

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="counters")
    period = models.CharField(max_length=10)
    is_day = models.BooleanField(default=False)
    count = models.IntegerField(default=0)
    split = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)

    objects = CounterQuerySet.as_manager()

    class Meta:
        ordering = ["label", "-period"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "period"], name="one_counter_per_period"
            ),
            models.CheckConstraint(
                name="a_counter_never_runs_below_zero",
                condition=models.Q(count__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.period}: {self.count}"

    def natural_key(self) -> tuple[str, str]:
        """Give the label's key and the period."""
        return (self.label.key, self.period)

    natural_key.dependencies = ["articles.label"]  # type: ignore[attr-defined] # read by dumpdata
