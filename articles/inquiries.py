"""What becomes of an inquiry: it is kept, mailed to the commercial team by a worker, and answered by a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.addresses import absolute
from articles.models import Inquiry

TRIES = 10  # each twice as long after the last, from a minute: a mail server may be down for a working day
TWICE = timedelta(days=1)  # within which the same words are one message: a form is easily sent again


@transaction.atomic
def receive(*, at: datetime, language: str, **words: str) -> Inquiry:
    """Keep an inquiry and have it mailed; return the one that is there already where it was sent twice."""
    before = Inquiry.objects.filter(created_at__gt=at - TWICE, email=words["email"], message=words["message"]).first()
    if before:
        return before
    inquiry = Inquiry.objects.create(created_at=at, language=language, **words)
    transaction.on_commit(partial(mail.enqueue, inquiry.pk), robust=True)  # it is kept even where the queue fails
    return inquiry


@task
def mail(pk: int, tries: int = 1) -> bool:
    """Mail an inquiry to the commercial team. Return whether that was done: not twice, and not where no address is set.

    A failure is the task's, for the log and the list of tasks to show; it is tried again later.
    """
    inquiry = Inquiry.objects.filter(pk=pk, mailed_at=None).first()
    if inquiry is None or not settings.SPONSORSHIP_EMAIL:
        return False
    try:
        _message(inquiry).send()
    except Exception:
        if tries < TRIES:
            mail.using(run_after=timezone.now() + timedelta(minutes=2 ** (tries - 1))).enqueue(pk, tries + 1)
        raise
    Inquiry.objects.filter(pk=pk).update(mailed_at=timezone.now())
    return True


def _message(inquiry: Inquiry) -> EmailMessage:
    who = ", ".join(filter(None, [inquiry.name, inquiry.organisation]))
    desk = absolute(reverse("admin:articles_inquiry_change", args=[inquiry.pk]))
    ends = _("Answer this mail to write to them. When that is done, say so at the desk:")
    return EmailMessage(
        subject=_("Sponsorship: %(who)s") % {"who": who},
        body=f"{who}\n{inquiry.email}\n\n{inquiry.message}\n\n-- \n{ends}\n{desk}\n",
        to=[settings.SPONSORSHIP_EMAIL],
        reply_to=[inquiry.email],
    )


def answer(inquiry: Inquiry, *, by: User, at: datetime) -> bool:
    """Note that somebody has answered. Return whether they are the first."""
    return bool(Inquiry.objects.filter(pk=inquiry.pk, answered_at=None).update(answered_at=at, answered_by=by))


def reopen(inquiry: Inquiry) -> bool:
    """Take it back that somebody has answered. Return whether there was anything to take back."""
    answered = Inquiry.objects.filter(pk=inquiry.pk, answered_at__isnull=False)
    return bool(answered.update(answered_at=None, answered_by=None))
