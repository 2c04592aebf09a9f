"""Publishing against a model: whatever two people do under two clocks, readers get what was asked for.

The model knows no windows. At any instant the edition that opened last is the one readers get, unless its expiry
or its withdrawal has come, or an embargo lies over the article. HYPOTHESIS_PROFILE=long looks ten times as far.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from articles import workflow
from articles.models import Article, Byline, Edition, EditionSection, EditionTag
from articles.states import Phase, Status
from tests.cast import CastTestCase
from tests.factories import NOTHING_OWED, NOW, clock, make_draft, make_section

MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)
OPEN = ("draft", "in_review", "approved")
INHERIT = "inherit"
ANSWER = ("correction_kind", "correction_text")


@dataclass(frozen=True)
class Act:
    """Who does something where, with which edition, and the times asked for in minutes from now."""

    machine: str
    person: str
    choice: int
    at: int | None
    until: int | str | None
    answer: tuple[str, str] | None


verbs = st.sampled_from(
    [
        *["publish"] * 3,
        *["start_edition"] * 2,
        *("unschedule", "withdraw", "restore", "embargo", "save", "discard"),
    ]
)
minutes = st.integers(-5, 40)
acts = st.builds(
    Act,
    machine=st.sampled_from(["ours", "theirs"]),
    person=st.sampled_from(["publisher"] * 5 + ["editor"]),
    choice=st.integers(0, 9),
    at=st.none() | minutes,
    until=st.just(INHERIT) | st.none() | minutes,
    answer=st.sampled_from([None, NOTHING_OWED, ("correction", "It was wrong."), ("update", " ")]),
)


@dataclass
class Version:
    """What the model remembers of one edition."""

    words: str
    number: int
    status: str = "draft"
    opens: datetime | None = None
    until: datetime | None = None
    closed: datetime | None = None
    answer: tuple[str, str] = ("", "")


@dataclass
class Model:
    """One article, told without windows."""

    versions: dict[int, Version] = field(default_factory=dict)
    embargo: datetime | None = None

    def published(self) -> dict[int, Version]:
        return {pk: version for pk, version in self.versions.items() if version.status == "published"}

    def latest(self, at: datetime) -> int | None:
        """Tell which edition opened last before or at `at`."""
        opened = {pk: version.opens for pk, version in self.published().items() if version.opens <= at}
        return max(opened, key=opened.__getitem__, default=None)

    def open_at(self, at: datetime) -> int | None:
        """Tell which edition is in its window."""
        pk = self.latest(at)
        if pk is None:
            return None
        ends = [end for end in (self.versions[pk].until, self.versions[pk].closed) if end is not None]
        return pk if all(at < end for end in ends) else None

    def live(self, at: datetime) -> int | None:
        return None if self.embargo is not None and at < self.embargo else self.open_at(at)

    def answers(self, words: str, answer: tuple[str, str], at: datetime) -> bool:
        """Tell whether that will do for who read what these words take the place of."""
        pk = self.latest(at)
        before = self.versions[pk] if pk else None
        seen = before and all(at <= end for end in (before.until, before.closed) if end)
        kind, text = answer
        return (
            bool(text.strip())
            if kind in ("correction", "update")
            else not (seen and before.words != words) or bool(kind)
        )

    def phase(self, pk: int, at: datetime) -> str:
        version = self.versions[pk]
        if version.status != "published":
            return version.status
        if at < version.opens:
            return "scheduled"
        return "live" if self.open_at(at) == pk else "past"

    def edges(self) -> set[datetime]:
        found = {self.embargo} if self.embargo else set()
        for version in self.published().values():
            found |= {edge for edge in (version.opens, version.until, version.closed) if edge is not None}
        return found


class Publishing(RuleBasedStateMachine):
    """Two people at two machines whose clocks differ; one article."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model = Model()
        self.time, self.last = NOW, NOW
        self.skew = timedelta(0)
        self.made = 0
        self.people = {user.username: user for user in User.objects.filter(username__in=["publisher", "editor"])}

    def teardown(self) -> None:
        if hasattr(self, "article"):
            assert workflow.lay_windows(self.article) == 0
            self.readers_get_what_was_asked_for_everywhere()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(skew=st.integers(-7, 7))
    def begin(self, skew: int) -> None:
        self.skew = skew * MINUTE
        with clock(self.time):
            section = make_section(parent=make_section())
            edition = make_draft(headline=self.new_words(), section=section, tags=["Tag"])
        self.article = edition.article
        self.model.versions[edition.pk] = Version(edition.headline, 1)

    # --- what is needed to act -------------------------------------------------------------------------------------

    def new_words(self) -> str:
        self.made += 1
        return f"Words {self.made}"

    def now(self, machine: str) -> datetime:
        return self.time + (self.skew if machine == "theirs" else timedelta(0))

    def minute(self, offset: int | None) -> datetime | None:
        return None if offset is None else self.time + offset * MINUTE

    def expect_now(self, machine: str) -> datetime:
        """Tell when an act at this machine takes place: by its clock, no earlier than what was done before."""
        at = max(self.now(machine), self.last)
        while at in self.real_edges():
            at += TICK
        return at

    def real_edges(self) -> set[datetime]:
        """Return the instants at which what readers get changes hands; an expiry that was cut short is none."""
        found = set()
        for version in self.model.published().values():
            found.add(version.opens)
            found |= {end for end in (version.until, version.closed) if end and self.is_end(version, end)}
        return found

    def is_end(self, version: Version, end: datetime) -> bool:
        others = [other.opens for other in self.model.published().values() if version.opens < other.opens]
        return all(end <= opens for opens in others) and all(
            end <= other for other in (version.until, version.closed) if other
        )

    def pick(self, choice: int, *phases: str, at: datetime) -> int:
        """Choose an edition: one in these phases while there is one, but any at all for the highest choice."""
        pks = list(self.model.versions)
        fitting = [pk for pk in pks if self.model.phase(pk, at) in phases]
        candidates = fitting if fitting and choice < 9 else pks
        return candidates[-1 - choice % len(candidates)]

    def act(self, machine: str, expected: bool, verb, *args, **kwargs):
        """Do it at this machine; assert that it is refused exactly when it should be."""
        with clock(self.now(machine)):
            try:
                result = verb(*args, **kwargs)
            except workflow.TransitionError as error:
                assert not expected, f"refused: {error.messages}"
                event(f"{verb.__name__}: refused")
                return None
        assert expected, "should have been refused"
        event(f"{verb.__name__}: done")
        self.last = self.newest_log()
        assert self.now(machine) <= self.last
        return result

    def newest_log(self) -> datetime:
        return self.article.editions.order_by("-transitions__id").values_list("transitions__at", flat=True)[0]

    def may_open(self, at: datetime | None, until: datetime | None, now: datetime) -> bool:
        opens = at or now
        return (
            opens >= now
            and (until is None or until > opens)
            and all(version.opens != opens for version in self.model.published().values())
            and not (self.model.embargo and opens < self.model.embargo)
        )

    # --- what people do --------------------------------------------------------------------------------------------

    @rule(passed=st.sampled_from([0, 0, 1, 2, 15]), verb=verbs, act=acts)
    def somebody_acts(self, passed: int, verb: str, act: Act) -> None:
        # One rule, not one a verb: Hypothesis leaves some rules out of each run, and what is wanted is the mixture.
        self.time += passed * MINUTE
        getattr(self, verb)(act)

    def start_edition(self, act: Act) -> None:
        pk = list(self.model.versions)[-1 - act.choice % len(self.model.versions)]
        draft = self.act(act.machine, True, workflow.start_edition, self.edition(pk), by=self.people[act.person])
        self.remember_draft(draft, pk)

    def edition(self, pk: int) -> Edition:
        return Edition.objects.get(pk=pk)

    def remember_draft(self, draft: Edition, based_on: int) -> Version:
        base = self.model.versions[based_on]
        assert draft.based_on_id == based_on
        assert draft.pk not in self.model.versions
        version = Version(base.words, len(self.model.versions) + 1, until=base.until)
        self.model.versions[draft.pk] = version
        return version

    def save(self, act: Act) -> None:
        pk = list(self.model.versions)[-1 - act.choice % len(self.model.versions)]
        edition = self.edition(pk)
        edition.headline = self.new_words()
        words = edition.headline
        saved = self.act_on_log(act.machine, workflow.save_draft, edition, by=self.people[act.person])
        version = self.model.versions[pk]
        if version.status in OPEN:
            assert saved.pk == pk
            version.status = "in_review" if version.status == "approved" else version.status
        else:
            answer = version.answer if version.status == "discarded" else ("", "")  # what is published has had it
            version = self.remember_draft(saved, pk)
            version.answer = answer
        version.words = words

    def act_on_log(self, machine: str, verb, *args, **kwargs):
        """Act without a line in the log of its own."""
        with clock(self.now(machine)):
            result = verb(*args, **kwargs)
        self.last = self.newest_log()
        return result

    def discard(self, act: Act) -> None:
        now = self.expect_now(act.machine)
        pk = self.pick(act.choice, *OPEN, at=now)
        legal = self.model.versions[pk].status in OPEN
        self.act(act.machine, legal, workflow.discard, self.edition(pk), by=self.people[act.person])
        if legal:
            self.model.versions[pk].status = "discarded"

    def publish(self, act: Act) -> None:
        now = self.expect_now(act.machine)
        pk = self.pick(act.choice, *OPEN, at=now)
        version = self.model.versions[pk]
        expiry = version.until if act.until == INHERIT else self.minute(act.until)
        opens, answer = self.minute(act.at) or now, act.answer or version.answer
        legal = (
            version.status in OPEN
            and act.person == "publisher"
            and self.may_open(self.minute(act.at), expiry, now)
            and self.model.answers(version.words, answer, opens)
        )
        options = {} if act.until == INHERIT else {"until": expiry}
        self.act(
            act.machine,
            legal,
            workflow.publish,
            self.edition(pk),
            by=self.people[act.person],
            at=self.minute(act.at),
            correction=act.answer,
            **options,
        )
        if legal:
            version.status, version.opens, version.until, version.answer = "published", opens, expiry, answer

    def unschedule(self, act: Act) -> None:
        now = self.expect_now(act.machine)
        pk = self.pick(act.choice, "scheduled", at=now)
        legal = self.model.phase(pk, now) == "scheduled" and act.person == "publisher"
        self.act(act.machine, legal, workflow.unschedule, self.edition(pk), by=self.people[act.person])
        if legal:
            self.model.versions[pk].status, self.model.versions[pk].opens = "approved", None

    def withdraw(self, act: Act) -> None:
        now = self.expect_now(act.machine)
        pk = self.pick(act.choice, "live", at=now)
        legal = self.model.phase(pk, now) == "live" and act.person == "publisher"
        self.act(act.machine, legal, workflow.withdraw, self.edition(pk), by=self.people[act.person])
        if legal:
            self.model.versions[pk].closed = now
            for version in self.model.published().values():
                if version.opens > now:
                    version.status, version.opens = "approved", None

    def restore(self, act: Act) -> None:
        now = self.expect_now(act.machine)
        pk = self.pick(act.choice, "past", at=now)
        standing = self.model.open_at(now) or pk
        opens = self.minute(act.at) or now
        expiry = self.minute(act.until) if act.until != INHERIT else self.model.versions[standing].until
        if act.until == INHERIT and expiry is not None and expiry <= opens:
            expiry = None
        legal = (
            self.model.phase(pk, now) == "past"
            and act.person == "publisher"
            and self.may_open(self.minute(act.at), expiry, now)
            and self.model.answers(self.model.versions[pk].words, act.answer or ("", ""), opens)
        )
        options = {} if act.until == INHERIT else {"until": expiry}
        new = self.act(
            act.machine,
            legal,
            workflow.restore,
            self.edition(pk),
            by=self.people[act.person],
            at=self.minute(act.at),
            correction=act.answer,
            **options,
        )
        if legal:
            version = self.remember_draft(new, pk)
            version.status, version.opens, version.until = "published", opens, expiry
            version.answer = act.answer or ("", "")

    def embargo(self, act: Act) -> None:
        legal = act.person == "publisher"
        until = None if act.until == INHERIT else self.minute(act.until)
        self.act(
            act.machine,
            legal,
            workflow.set_embargo,
            Article.objects.get(pk=self.article.pk),
            until,
            by=self.people[act.person],
            source="The ministry",
            reason="It asked",
        )
        if legal:
            self.model.embargo = until

    # --- what must hold --------------------------------------------------------------------------------------------

    @invariant()
    def no_two_windows_overlap_and_no_gap_is_unasked_for(self) -> None:
        if not self.model.versions:
            return
        if connection.vendor == "postgresql":
            connection.check_constraints()  # the exclusion constraint is deferred, and this is never committed
        editions = list(self.article.editions.published().order_by("live_from"))
        for edition, following in pairwise([*editions, None]):
            assert edition.live_until is None or edition.live_from < edition.live_until
            asked = {edition.expires_at, edition.withdrawn_at} - {None}
            if following is None:
                assert edition.live_until == min(asked, default=None)
            else:
                assert edition.live_until is not None
                assert edition.live_until <= following.live_from
                assert edition.live_until == following.live_from or edition.live_until in asked

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.model.versions:
            return
        rows = self.article.editions.order_by("pk").values_list(
            "pk", "number", "status", "headline", "live_from", "expires_at", "withdrawn_at", *ANSWER
        )
        assert list(rows) == [
            (pk, v.number, v.status, v.words, v.opens, v.until, v.closed, *v.answer)
            for pk, v in sorted(self.model.versions.items())
        ]

    @invariant()
    def lists_carry_the_window(self) -> None:
        if not self.model.versions:
            return
        first = min((version.opens for version in self.model.published().values()), default=None)
        assert Article.objects.values_list("first_published_at", flat=True).get(pk=self.article.pk) == first
        names = ("published_at", "live_from", "live_until")
        windows = {row[0]: row[1:] for row in self.article.editions.values_list("pk", *names)}
        for pk, version in self.model.versions.items():
            assert windows[pk][0] == (first if version.status == "published" else None)
        for model, path, each in (
            (Byline, "edition", 1),
            (EditionTag, "content_object", 1),
            (EditionSection, "edition", 2),
        ):
            rows = model.objects.filter(**{f"{path}__article": self.article}).order_by(path)
            found = [(row[0], row[1:]) for row in rows.values_list(path, *names)]
            assert found == [(pk, windows[pk]) for pk in sorted(windows) for _i in range(each)]

    @invariant()
    def readers_get_what_was_asked_for(self) -> None:
        if not self.model.versions:
            return
        for at in {self.time, self.time + self.skew, self.last, self.last + TICK, *self.near_edges()}:
            self.check_readers(at)

    def near_edges(self) -> list[datetime]:
        """Return the last two edges that were and the next two, each a hair before, at and a hair after."""
        edges = sorted(self.model.edges())
        past = [edge for edge in edges if edge <= self.last][-2:]
        future = [edge for edge in edges if edge > self.last][:2]
        return [edge + hair for edge in (*past, *future) for hair in (-TICK, timedelta(0), TICK)]

    def readers_get_what_was_asked_for_everywhere(self) -> None:
        every = [edge + hair for edge in self.model.edges() for hair in (-TICK, timedelta(0), TICK)]
        for at in {NOW - 1000 * MINUTE, NOW, *every, self.time + 1000 * MINUTE}:
            self.check_readers(at)
            live = self.model.live(at)
            for model, path in ((Byline, "edition"), (EditionTag, "content_object")):
                rows = model.objects.live(at).filter(**{f"{path}__article": self.article})
                assert list(rows.values_list(path, flat=True)) == ([live] if live else [])
            open_now = self.model.open_at(at)
            for edition in self.article.editions.published():
                assert (edition.phase(at) == Phase.LIVE) == (edition.pk == open_now)
                assert (edition.phase(at) == Phase.SCHEDULED) == (at < edition.live_from)
        kept = [v.number for v in self.model.versions.values() if v.status != Status.DISCARDED]
        head = Article.objects.select_related("head").get(pk=self.article.pk).head
        assert head.number == max(kept or [v.number for v in self.model.versions.values()])

    def check_readers(self, at: datetime) -> None:
        live = self.model.live(at)
        found = list(Edition.objects.live(at).filter(article=self.article).values_list("pk", flat=True))
        assert found == ([live] if live else []), f"at {at}"


LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


class PublishingTest(Publishing.TestCase, CastTestCase):
    settings = settings(
        max_examples=300 if LONG else 30,
        stateful_step_count=30,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
