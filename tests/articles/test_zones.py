"""What a time on a clock stands for, in zones that differ by how their clocks move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import zones

# A zone, a time that its clocks leave out, the last minute before and the first after.
GAPS = [
    ("Europe/Paris", "2026-03-29T02:30", "2026-03-29T01:59+01:00", "2026-03-29T03:00+02:00"),
    ("America/New_York", "2026-03-08T02:00", "2026-03-08T01:59-05:00", "2026-03-08T03:00-04:00"),
    ("Pacific/Apia", "2011-12-30T12:00", "2011-12-29T23:59-10:00", "2011-12-31T00:00+14:00"),
    ("Australia/Lord_Howe", "2026-10-04T02:29", "2026-10-04T01:59+10:30", "2026-10-04T02:30+11:00"),
    ("Asia/Kathmandu", "1986-01-01T00:14", "1985-12-31T23:59+05:30", "1986-01-01T00:15+05:45"),
]
# A zone, a time that its clocks show twice, and the two moments.
FOLDS = [
    ("Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30Z", "2026-10-25T01:30Z"),
    ("America/New_York", "2026-11-01T01:00", "2026-11-01T05:00Z", "2026-11-01T06:00Z"),
    ("Pacific/Apia", "2021-04-04T03:59", "2021-04-03T13:59Z", "2021-04-03T14:59Z"),
    ("Australia/Lord_Howe", "2026-04-05T01:30", "2026-04-04T14:30Z", "2026-04-04T15:00Z"),
]
NAMES = ["Europe/Paris", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu"]


def read(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("name", "local", "before", "after"), GAPS)
def test_a_time_in_a_gap_stands_for_nothing_and_has_two_neighbours(name, local, before, after):
    zone = ZoneInfo(name)
    assert zones.moments(read(local), zone) == []
    assert [at.isoformat(timespec="minutes") for at in zones.around(read(local), zone)] == [before, after]


@pytest.mark.parametrize(("name", "local", "first", "second"), FOLDS)
def test_a_time_that_comes_twice_stands_for_two_moments(name, local, first, second):
    assert zones.moments(read(local), ZoneInfo(name)) == [read(first), read(second)]


@given(at=st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)), name=st.sampled_from(NAMES))
def test_every_moment_is_among_those_that_its_local_time_stands_for(at, name):
    moment = at.replace(tzinfo=UTC)
    local = moment.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    assert moment in zones.moments(local, ZoneInfo(name))


@given(local=st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)), name=st.sampled_from(NAMES))
def test_what_stands_for_nothing_lies_between_real_neighbours(local, name):
    zone = ZoneInfo(name)
    if zones.moments(local, zone):
        return
    before, after = zones.around(local, zone)
    assert before.replace(tzinfo=None) < local < after.replace(tzinfo=None)
    assert after - before.astimezone(UTC) == timedelta(minutes=1)
    for neighbour in (before, after):
        assert neighbour.astimezone(UTC) in zones.moments(neighbour.replace(tzinfo=None), zone)


@pytest.mark.parametrize(
    ("name", "january", "july"),
    [
        ("Europe/Paris", "UTC+1", "UTC+2"),
        ("Europe/London", "UTC", "UTC+1"),
        ("America/New_York", "UTC−5", "UTC−4"),
        ("Pacific/Apia", "UTC+13", "UTC+13"),
        ("Australia/Lord_Howe", "UTC+11", "UTC+10:30"),
        ("Asia/Kathmandu", "UTC+5:45", "UTC+5:45"),
        ("America/St_Johns", "UTC−3:30", "UTC−2:30"),
    ],
)
def test_the_distance_from_utc_is_named(name, january, july):
    zone = ZoneInfo(name)
    assert [zones.offset(datetime(2026, month, 1, tzinfo=zone)) for month in (1, 7)] == [january, july]


@pytest.mark.parametrize("name", ["", "Europe/Atlantis", "../Europe/Paris", "/etc/passwd", "europe/paris", "a\0b", "€"])
def test_what_is_no_zones_name_names_none(name):
    assert zones.named(name) is None


def test_a_zones_name_names_it():
    assert zones.named("Asia/Kathmandu") == ZoneInfo("Asia/Kathmandu")
