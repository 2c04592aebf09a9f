"""Form fields that the desk needs more than once."""

from django import forms
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import MomentInput, Typed
from articles.models.author import validate_links


class DeskDateTimeField(forms.Field):
    """A moment in UTC. All that a form must post of it is `name=2026-11-27T08:00`."""

    widget = MomentInput

    def to_python(self, value):
        if isinstance(value, str):
            value = Typed.of(value)
        if isinstance(value, Typed):
            return value.clean() if value else None
        return value


class DayInput(forms.DateInput):
    """A day, in the browser's own calendar, which reads and shows it as the browser's language does."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class NumbersOnly:
    """Show again only what can be a row's number: Django's widgets ask the database for whatever was posted."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if str(key).isdecimal() and len(str(key)) < 19], attrs)


class DeskAutocomplete(NumbersOnly, AutocompleteSelect):
    pass


class DeskAutocompleteMultiple(NumbersOnly, AutocompleteSelectMultiple):
    pass


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. What can't be a row's number is refused before SQLite, which fails at it, is asked."""

    def _check_values(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            if str(key).isdecimal() and len(str(key)) > 18:
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super()._check_values(value)


def tree_label(section):
    """Show a section below those it belongs to, in a list ordered by path."""
    return "— " * section.path.count("/") + section.name


class SectionField(forms.ModelChoiceField):
    """A section, shown below those it belongs to. Its queryset is ordered by path."""

    def label_from_instance(self, section):
        return tree_label(section)


class LinksField(forms.CharField):
    """An author's links, a line each: the label, then the address."""

    widget = AdminTextareaWidget

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"{link['label']} {link['url']}" for link in value)
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n"))

    def clean(self, value):
        links = []
        for line in super().clean(value).splitlines():
            if words := line.split():
                *label, url = words
                links.append({"label": " ".join(label) or url, "url": url})
        try:
            validate_links(links)
        except ValidationError:
            raise ValidationError(
                _("A line each: the label, then an address that begins with https:// or mailto:.")
            ) from None
        return links
