"""The verbs: the only place that changes an edition's status or window.

Every verb goes through one door (door.py): lock the article's row, read the clock after the lock, check that the move
is legal and allowed, make it, write the audit log, and announce the keys of what changed once that is committed.
`by=None` is the system itself. Times are aware datetimes. TransitionError says in an editor's words why not.
"""

from articles.workflow.archive import Chain, Line, Version, file_articles
from articles.workflow.door import EditConflict, PreflightError, TransitionError
from articles.workflow.embargo import recheck_scheduled, set_embargo
from articles.workflow.laying import head_of, lay_windows, opening, windows
from articles.workflow.publication import INHERIT, publish, redact, reschedule, restore, unschedule, withdraw
from articles.workflow.review import approve, discard, request_changes, submit
from articles.workflow.writing import (
    catch_up,
    renew_pictures,
    save_draft,
    start_article,
    start_edition,
    start_translation,
    untranslated,
)

__all__ = [
    "INHERIT",
    "Chain",
    "EditConflict",
    "Line",
    "PreflightError",
    "TransitionError",
    "Version",
    "approve",
    "catch_up",
    "discard",
    "file_articles",
    "head_of",
    "lay_windows",
    "opening",
    "publish",
    "recheck_scheduled",
    "redact",
    "renew_pictures",
    "request_changes",
    "reschedule",
    "restore",
    "save_draft",
    "set_embargo",
    "start_article",
    "start_edition",
    "start_translation",
    "submit",
    "unschedule",
    "untranslated",
    "windows",
    "withdraw",
]
