"""A moment as the desk asks for it: one field for date and time of day, in the zone that the page was shown in."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.core.exceptions import ValidationError
from django.forms.widgets import Input
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import clocks, zones


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
        found = clocks.read(self.text, self.zone)
        if meant := self.meant():
            return meant
        if len(found) > 1:
            raise ValidationError(clocks.twice(found, self.zone))
        return found[0]


class MomentInput(Input):
    """The browser's own field, which is a line to type ISO 8601 into where a browser has none."""

    input_type = "datetime-local"
    template_name = "admin/widgets/moment.html"

    def __init__(self, attrs=None):
        super().__init__(
            {"min": f"{clocks.EARLIEST}-01-01T00:00", "max": f"{clocks.LATEST}-12-31T23:59"} | (attrs or {})
        )

    def value_from_datadict(self, data, files, name):
        text = data.get(name)
        if text is None:
            return None
        zone = zones.named(data.get(f"{name}-zone", "")) or timezone.get_current_timezone()
        return Typed(_written(str(text)) or str(text).strip(), zone, data.get(f"{name}-moment", ""))

    def get_context(self, name, value, attrs):
        typed = value if isinstance(value, Typed) else Typed.of(value)
        try:
            found = clocks.read(typed.text, typed.zone)
        except ValidationError:
            found = []
        context = super().get_context(name, typed.text, attrs)
        widget = context["widget"]
        meant = typed.meant()
        widget |= {
            "where": _where(typed.zone, found),
            "moment": meant,
            "choices": _choices(found, typed.zone, meant) if len(found) > 1 else [],
        }
        if typed and not _written(typed.text):
            widget["type"] = "text"  # the browser's own would be empty, and what was typed lost
        if id_ := widget["attrs"].get("id"):
            described = widget["attrs"].get("aria-describedby", "")
            widget["attrs"]["aria-describedby"] = f"{described} {id_}_zone".strip()
        return context


def _as_typed(at):
    """Return a local time as browsers write it."""
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def _written(text):
    """Return a local date and time as browsers write it, and show it again; None for what is none."""
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if local.tzinfo or len(text.strip()) <= len("2026-11-27"):
        return None
    return local.isoformat(timespec="milliseconds" if local.second or local.microsecond else "minutes")


def _where(zone, found):
    """Name the zone that a time is told in, with its distance from UTC then, and what the newspaper's clocks show.

    Beside it stands what articles/desk-zone.js needs to tell the same of another time.
    """
    now = _("%(zone)s, now %(offset)s") % {"zone": zone, "offset": zones.offset(timezone.now().astimezone(zone))}
    ours = timezone.get_default_timezone_name()
    there = _("%(time)s in %(ours)s") % {"time": "…", "ours": ours}
    where = {"zone": zone, "ours": ours, "there": there, "empty": now, "words": now}
    if len(found) > 1:
        where["words"] = zone  # its choices tell the rest
    elif found:
        local = found[0].astimezone(zone)
        where["words"] = f"{zone}, {zones.offset(local)}"
        if not zones.is_ours(local):
            where["words"] += f" ({there.replace('…', clocks.words(zones.ours(local), local))})"
    return where


def _choices(found, zone, meant):
    """Return (value, words, whether it is chosen) for each of two moments that clocks show alike."""
    lines = []
    for at, words in zip(found, clocks.either(found, zone), strict=True):
        chosen = meant is not None and meant.replace(second=0, microsecond=0) == at
        lines.append(((meant if chosen else at).isoformat(), words, chosen))
    return lines
