"""A moment as the desk asks for it: one field for date and time of day, in the zone that the page was shown in."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.core.exceptions import ValidationError
from django.forms.widgets import Input
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import zones

EARLIEST, LATEST = 1900, 2200  # years: at the ends of the calendar, changing the time zone fails


@dataclass(frozen=True)
class Typed:
    """A time on the clocks of a zone, and which moment is meant, where the text alone leaves that open.

    It is one of the two when clocks go back, or what is stored, with its seconds. Where it doesn't read as the text,
    the text has been changed since, and it counts for nothing.
    """

    text: str
    zone: tzinfo
    moment: str = ""

    @classmethod
    def of(cls, at: datetime | str | None) -> "Typed":
        """Return what a field shows at first."""
        zone = timezone.get_current_timezone()
        if not isinstance(at, datetime):
            return cls(at or "", zone)
        return cls(_as_typed(timezone.localtime(at)), zone, at.astimezone(UTC).isoformat())

    def __bool__(self) -> bool:
        return bool(self.text)

    def moments(self) -> list[datetime]:
        """Return the one or two moments that the text stands for; raise ValidationError where there is none."""
        try:
            local = datetime.fromisoformat(self.text)
        except ValueError:
            local = None
        if local is None or len(self.text) < len("2026-11-27T08"):
            raise ValidationError(_("Write a date and a time of day, as 2026-11-27T08:00."))
        if not EARLIEST <= local.year <= LATEST:
            words = _("Choose a year between %(earliest)s and %(latest)s.")
            raise ValidationError(words % {"earliest": EARLIEST, "latest": LATEST})
        if local.tzinfo is not None:
            return [local.astimezone(UTC)]
        found = zones.moments(local, self.zone)
        if not found:
            before, after = zones.around(local, self.zone)
            words = _(
                "There is no %(moment)s in %(zone)s, since clocks go forward: choose %(before)s or %(after)s instead."
            )
            told = {"moment": _in_words(local), "before": _in_words(before, local), "after": _in_words(after, local)}
            raise ValidationError(words % {"zone": self.zone, **told})
        return found

    def meant(self) -> datetime | None:
        """Return the moment that was chosen, or is stored, if the text still says so."""
        try:
            at = datetime.fromisoformat(self.moment)
            reads = _as_typed(at.astimezone(self.zone)) if at.tzinfo else None
        except (ValueError, OverflowError):
            return None
        return at.astimezone(UTC) if reads == self.text else None

    def clean(self) -> datetime:
        """Return the moment in UTC; raise ValidationError where the text stands for none, or leaves it open."""
        found = self.moments()
        meant = self.meant() or (found[0] if len(found) == 1 else None)
        if meant is None:
            words = _("%(moment)s comes twice in %(zone)s, since clocks go back: choose which one.")
            raise ValidationError(words % {"moment": _in_words(datetime.fromisoformat(self.text)), "zone": self.zone})
        return meant


class MomentInput(Input):
    """The browser's own field, which is a line to type ISO 8601 into where a browser has none."""

    input_type = "datetime-local"
    template_name = "admin/widgets/moment.html"

    def __init__(self, attrs=None):
        super().__init__({"min": f"{EARLIEST}-01-01T00:00", "max": f"{LATEST}-12-31T23:59"} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        text = data.get(name)
        if text is None:
            return None
        zone = zones.named(data.get(f"{name}-zone", "")) or timezone.get_current_timezone()
        return Typed(str(text).strip(), zone, data.get(f"{name}-moment", ""))

    def get_context(self, name, value, attrs):
        typed = value if isinstance(value, Typed) else Typed.of(value)
        try:
            found = typed.moments()
        except ValidationError:
            found = []
        context = super().get_context(name, typed.text, attrs)
        widget = context["widget"]
        meant = typed.meant()
        widget |= {
            "zone": typed.zone,
            "where": _where(typed.zone, found),
            "moment": meant,
            "choices": _choices(found, typed.zone, meant) if len(found) > 1 else [],
        }
        if not _fits(typed.text):
            widget["type"] = "text"  # the browser's own would be empty, and what was typed lost
        if id_ := widget["attrs"].get("id"):
            described = widget["attrs"].get("aria-describedby", "")
            widget["attrs"]["aria-describedby"] = f"{described} {id_}_zone".strip()
        return context


def _as_typed(at):
    """Return a local time as browsers write it."""
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def _fits(text):
    """Tell whether browsers show `text` in a field for date and time."""
    try:
        return not text or _as_typed(datetime.fromisoformat(text)) == text
    except ValueError:
        return False


def _in_words(local, beside=None):
    """Return a local time in the editor's words, without the date where that is the same as that of `beside`."""
    same_day = beside is not None and local.date() == beside.date()
    return formats.date_format(local, "TIME_FORMAT" if same_day else "DATETIME_FORMAT")


def _where(zone, found):
    """Name the zone that a time is told in, with its distance from UTC then, and what the newspaper's clocks show."""
    if len(found) > 1:
        return str(zone)  # its choices tell the rest
    local = (found[0] if found else timezone.now()).astimezone(zone)
    facts = {"zone": zone, "offset": zones.offset(local)}
    if not found:
        return _("%(zone)s, now %(offset)s") % facts
    if zones.is_ours(local):
        return f"{zone}, {zones.offset(local)}"
    facts |= {"time": _in_words(zones.ours(local), local), "ours": timezone.get_default_timezone_name()}
    return _("%(zone)s, %(offset)s (%(time)s in %(ours)s)") % facts


def _choices(found, zone, meant):
    """Return (value, words, whether it is chosen) for each of two moments that clocks show alike."""
    first, second = (at.astimezone(zone) for at in found)
    if first.dst() == second.dst():  # no summer time ends, the zone itself has moved
        words = [_("%(time)s (%(offset)s), the first"), _("%(time)s (%(offset)s), the second")]
    else:
        words = [
            _("%(time)s summer time (%(offset)s), the first"),
            _("%(time)s winter time (%(offset)s), the second"),
        ]
    time = formats.time_format(first)
    lines = []
    for at, local, line in zip(found, (first, second), words, strict=True):
        chosen = meant is not None and meant.replace(second=0, microsecond=0) == at
        value = meant if chosen else at
        lines.append((value.isoformat(), line % {"time": time, "offset": zones.offset(local)}, chosen))
    return lines
