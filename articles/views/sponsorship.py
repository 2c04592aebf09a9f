"""Where somebody who wants to sponsor writes to the commercial team."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unicodedata import category

from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles import inquiries
from articles.models.inquiry import LONGEST_MESSAGE
from articles.views import guards
from articles.views.base import ReaderView

MOST_FROM_ONE, MOST = 5, 50  # messages in an hour: from an address, and in all
MOST_BYTES = 1_000_000  # of a form, however its letters are written
TRAP = "website"  # the field that people do not see
SECONDS = 600  # that a page may be kept: its stamp has a day


def _check_letters(value: str) -> None:
    """Refuse what is no letter, and what stands where the browser's letters could not be read."""
    if any(letter == "\ufffd" or (category(letter) == "Cc" and not letter.isspace()) for letter in value):
        raise ValidationError(gettext_lazy("Some letters of it did not arrive: look for “�”, and write them again."))


class _Line(forms.CharField):
    """One line, whatever was posted: a mail's headers are made of it."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class _Address(forms.EmailField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if not value.isprintable():
            raise ValidationError(self.error_messages["invalid"])


class _Letter(forms.CharField):
    """Lines end in one character, as browsers count. No `maxlength`: they would cut what is pasted, silently."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class SponsorshipForm(forms.Form):
    name = _Line(
        label=gettext_lazy("Your name"),
        max_length=120,
        validators=[_check_letters],
        error_messages={"required": gettext_lazy("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = _Line(
        label=gettext_lazy("Organisation"),
        max_length=120,
        required=False,
        validators=[_check_letters],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = _Address(
        label=gettext_lazy("Your email address"),
        max_length=254,
        validators=[_check_letters],
        error_messages={
            "required": gettext_lazy("Write the address to which we may answer."),
            "invalid": gettext_lazy("This is no email address: check it. One looks like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = _Letter(
        label=gettext_lazy("Your message"),
        max_length=LONGEST_MESSAGE,
        validators=[_check_letters],
        error_messages={
            "required": gettext_lazy("Write your message."),
            "max_length": gettext_lazy("These are %(show_value)s characters: leave %(limit_value)s of them."),
        },
    )

    def __init__(self, data: Any = None):
        super().__init__(data, label_suffix="")
        for name in self.errors:
            self.fields[name].widget.attrs["autofocus"] = True
            break


class Sponsorship(ReaderView):
    """The one page that takes a POST. What is refused is said in a sentence, with the words still in their fields."""

    http_method_names = ["get", "head", "post"]
    template_name = "articles/sponsorship.html"
    now: datetime  # when a message is written, whichever time the page shows

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.now = timezone.now()
        super().setup(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        response = self.render(form=SponsorshipForm(), stamp=guards.stamp(self.now), sent="sent" in request.GET)
        patch_cache_control(response, public=True, max_age=SECONDS)
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return self._refuse(413, _("That is more than can be sent at once: go back, and shorten your message."))
        try:
            posted = request.POST
        except (BadRequest, SuspiciousOperation, MultiPartParserError):
            return self._refuse(400, _("What was sent could not be read: go back, and send it again."))
        if posted.get(TRAP):
            return self._thank()
        form, stamped = SponsorshipForm(posted), posted.get("stamp", "")
        if objection := self._objection(form, guards.age(stamped, self.now)):
            return self._refuse(*objection, form, guards.renewed(stamped, self.now))
        inquiries.receive(at=self.now, language=get_language() or "", **form.cleaned_data)
        return self._thank()

    def _objection(self, form: SponsorshipForm, age: timedelta | None) -> tuple[int, str] | None:
        """Return what stands against a form that has come: a status and a sentence. Only what is good is counted."""
        if not guards.is_from_here(self.request):
            return 403, _("Your browser did not say that this came from our page. Check it, then send it from here.")
        if age is None or age > guards.OLDEST:
            return 422, _("The page had been open for too long. Your words are kept: send them again.")
        if age < guards.YOUNGEST:
            return 422, _("That was too quick. Your words are kept: wait a little, then send them again.")
        if form.errors:
            return 422, _("Not sent yet: something is missing or needs a change. Your words are kept.")
        if self._is_too_many():
            return 429, _("Too many messages have come within this hour. Your words are kept: send them in an hour.")
        return None

    def _is_too_many(self) -> bool:
        one = guards.sender(self.request)
        return guards.is_too_many(one, MOST_FROM_ONE, self.now) or guards.is_too_many("all", MOST, self.now)

    def _thank(self) -> HttpResponse:
        return HttpResponseRedirect(f"{self.request.path}?sent=1", status=303)

    def _refuse(self, status: int, why: str, form: SponsorshipForm | None = None, stamp: str = "") -> HttpResponse:
        response = self.render(form=form or SponsorshipForm(), stamp=stamp or guards.stamp(self.now), problem=why)
        response.status_code = status
        if status == 429:
            response.headers["Retry-After"] = str(guards.until_next_hour(self.now))
        add_never_cache_headers(response)
        return response
