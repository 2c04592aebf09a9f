"""Tags: django-taggit's, told apart by what they say and not by accents or capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import TagBase

from articles import keys
from articles.models.base import NaturalKeyManager, stored
from articles.models.history import OldPath
from articles.signals import announce

LONGEST = 90  # characters, folded: what the column holds, less the number that tells equal slugs apart


def fold(name: str) -> str:
    """Return what makes two tags the same: no accents, no capitals, single spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def check_tag(name: str) -> None:
    """Refuse a name that says nothing, or more than a tag can hold."""
    if not fold(name):
        raise ValidationError(gettext("Write a name with letters or digits in it."))
    if len(fold(name)) > LONGEST:
        raise ValidationError(
            gettext("“%(start)s…” is too long for a tag: %(longest)s characters at most.")
            % {"start": name[:30], "longest": LONGEST}
        )


class TagManager(NaturalKeyManager["Tag"]):
    @transaction.atomic(savepoint=False)
    def named(self, names: Iterable[str]) -> list[Tag]:
        """Return the tags of these names in order, each once; make those that are missing.

        None of them is merged into another before the transaction ends: what is filed under it stays whole.
        """
        wanted: dict[str, str] = {}
        for name in names:
            wanted.setdefault(fold(name), " ".join(name.split()))
        wanted.pop("", None)
        known = {tag.folded: tag for tag in self.select_for_update(no_key=True).filter(folded__in=wanted)}
        for folded, name in wanted.items():
            if folded not in known:
                known[folded] = self._make(folded, name)
        return [known[folded] for folded in wanted]

    def _make(self, folded: str, name: str) -> Tag:
        try:
            with transaction.atomic():
                return self.create(name=name)
        except IntegrityError:  # a colleague made it in the meantime
            return self.get(folded=folded)


class Tag(TagBase):
    natural_key_fields = ("slug",)

    folded = models.CharField(max_length=100, unique=True, editable=False)

    objects = TagManager()

    class Meta:
        ordering = ["folded"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return f"/tags/{self.slug}/"

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slugify(fold(tag).replace("_", " ")) or "tag"
        return slug if i is None else f"{slug}-{i}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        before = stored(self, "slug")
        self.folded = fold(self.name)
        super().save(*args, **kwargs)
        if before and before["slug"] != self.slug:
            OldPath.objects.remember(f"tags/{before['slug']}", f"tags/{self.slug}")
        announce({keys.tag(slug) for slug in {self.slug, before.get("slug", self.slug)}})

    @transaction.atomic
    def merge_into(self, other: Tag) -> None:
        """File under `other` what is filed under this tag, frozen editions too, and delete it: its address redirects.

        The editions' rows move with their windows; where both tags stood, other's row stays. Revisions keep the name
        that was saved. As many queries for all editions as for one. A page that shows a tag hears of it by its key.
        """
        rows = self._meta.apps.get_model("articles", "EditionTag").objects
        articles = self._meta.apps.get_model("articles", "Article").objects
        # First the articles, as every verb does, so that none is published meanwhile; then the tags, as named() does.
        filed = articles.filter(pk__in=rows.filter(tag=self).values("content_object__article"))
        list(filed.select_for_update().order_by("pk").values_list("pk"))
        locked = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=[self.pk, other.pk])}
        if self == other:
            raise ValidationError(gettext("A tag can't be merged into itself."))
        if len(locked) < 2:
            raise ValidationError(gettext("One of the two tags is not there any more."))
        old, new = locked[self.pk], locked[other.pk]
        rows.filter(tag=old, content_object__in=rows.filter(tag=new).values("content_object")).lift()
        rows.filter(tag=old).lay(tag=new)
        OldPath.objects.remember(f"tags/{old.slug}", f"tags/{new.slug}")
        old.delete()
        announce({keys.tag(old.slug), keys.tag(new.slug)})


class EditionTagManager(_TaggableManager):
    """taggit's manager of an edition's tags, which finds or makes tags by their folded names."""

    def _to_tag_model_instances(self, tags: Iterable[Tag | str], tag_kwargs: dict[str, Any]) -> list[Tag]:
        tags = list(tags)
        named = {tag.folded: tag for tag in Tag.objects.named(tag for tag in tags if isinstance(tag, str))}
        found = [named.get(fold(tag)) if isinstance(tag, str) else tag for tag in tags]
        return super()._to_tag_model_instances([tag for tag in found if tag is not None], tag_kwargs)
