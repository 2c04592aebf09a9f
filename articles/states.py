"""The words an edition's fields may hold. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """What is stored. Scheduled, live, superseded, expired and withdrawn derive from the window (see Phase)."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    DISCARDED = "discarded", _("discarded")


OPEN = frozenset({Status.DRAFT, Status.IN_REVIEW, Status.APPROVED})


class Phase(TextChoices):
    """What an edition is at an instant: its status, or for a published one where its window stands."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    DISCARDED = "discarded", _("discarded")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    SUPERSEDED = "superseded", _("superseded")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Verb(TextChoices):
    START = "start", _("started")
    SUBMIT = "submit", _("submitted for review")
    REQUEST_CHANGES = "request_changes", _("changes requested")
    APPROVE = "approve", _("approved")
    PUBLISH = "publish", _("published")
    UNSCHEDULE = "unschedule", _("unscheduled")
    RESCHEDULE = "reschedule", _("taken from its time, to be given another")
    WITHDRAW = "withdraw", _("withdrawn")
    DISCARD = "discard", _("discarded")
    RESTORE = "restore", _("restored")
    REDACT = "redact", _("redacted")
    EMBARGO = "embargo", _("embargo changed")
    CATCH_UP = "catch_up", _("brought up to date")
    REOPEN = "reopen", _("back to review: changed after approval")


class Genre(TextChoices):
    NEWS = "news", _("news")
    REPORT = "report", _("report")
    ANALYSIS = "analysis", _("analysis")
    OPINION = "opinion", _("opinion")
    INTERVIEW = "interview", _("interview")
    PORTRAIT = "portrait", _("portrait")
    REVIEW = "review", _("review")
    SERVICE = "service", _("service")
    LIVE = "live", pgettext_lazy("genre", "live")


class BylineRole(TextChoices):
    TEXT = "text", _("text")
    PHOTOS = "photos", _("photos")
    ILLUSTRATION = "illustration", _("illustration")
    GRAPHICS = "graphics", _("graphics")
    TRANSLATION = "translation", _("translation")
    CONTRIBUTION = "contribution", _("contribution")


class CorrectionKind(TextChoices):
    """What a new edition owes the readers of the one before it."""

    UNASKED = "", _("not answered yet")
    NONE = "none", _("nothing to correct")
    CORRECTION = "correction", _("correction")
    CLARIFICATION = "clarification", _("clarification")
    UPDATE = "update", _("update")
    REMOVAL = "removal", _("removal")


# What readers are told in words. NONE, an answer too, says nothing to them.
TOLD_KINDS = frozenset(CorrectionKind) - {CorrectionKind.UNASKED, CorrectionKind.NONE}


class NoteKind(TextChoices):
    PAID = "paid", _("paid content")
    SUPPORTED = "supported", _("supported by")
    AFFILIATE = "affiliate", _("affiliate links")
    HOUSE = "house", _("house notice")


PAID_KINDS = frozenset({NoteKind.PAID, NoteKind.SUPPORTED, NoteKind.AFFILIATE})


class Language(TextChoices):
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class ReferenceKind(TextChoices):
    PICTURE = "picture", _("picture")
    ARTICLE = "article", _("related article")
    EMBED = "embed", _("embed")


class Accent(TextChoices):
    """The colours a newspaper or a section may have. Each has two shades, for light and dark: see site.css."""

    RED = "red", _("red")
    BLUE = "blue", _("blue")
    GREEN = "green", _("green")
    TEAL = "teal", _("teal")
    OCHRE = "ochre", _("ochre")
    PLUM = "plum", _("plum")
    ROSE = "rose", _("rose")
    INK = "ink", _("ink")


class Paper(TextChoices):
    CREAM = "cream", _("cream")
    WHITE = "white", _("white")
    SALMON = "salmon", _("salmon")
