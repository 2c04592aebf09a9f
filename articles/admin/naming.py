"""Rows with a name and an address of their own: the slug may be left to the name, and either finds them."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.words import words


class NamedForm(forms.ModelForm):
    """A form for a row with `name` and, after it, `slug`."""

    slug_help = _("In the address. Leave empty to take it from the name.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = self.slug_help

    def clean_slug(self):
        """Keep the slug that is there where none is given; a new row's is taken from its name."""
        slug = self.cleaned_data["slug"] or self.initial.get("slug")
        if slug or "name" not in self.cleaned_data:
            return slug
        slug = plain(self.cleaned_data["name"])[: self.fields["slug"].max_length].strip("-")
        if not slug:
            raise ValidationError(_("Write one: no letter of the name fits an address."))
        return slug


class FindByName:
    """For the admin of such rows: find those whose names or slugs hold each of the words, whatever its accents."""

    search_fields = ["name", "slug"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            found = Q(name__icontains=word)
            if plain(word):
                found |= Q(slug__contains=plain(word))
            queryset = queryset.filter(found)
        return queryset, False


def plain(text):
    """Return the text as it would stand in an address."""
    return slugify(" ".join(words(text)))
