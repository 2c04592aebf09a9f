"""The desk's field for a moment: read in the zone it was shown in, exact to the microsecond, and never a guess."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.test import SimpleTestCase
from django.utils import timezone, translation
from lxml import html

from articles.admin.fields import DeskDateTimeField
from tests.factories import NOW, clock

PARIS, NEW_YORK, APIA, LORD_HOWE, KATHMANDU = (
    ZoneInfo(name)
    for name in ("Europe/Paris", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu")
)


class MomentForm(forms.Form):
    at = DeskDateTimeField(required=False, help_text="When.")


class Shown:
    """The field as a form shows it."""

    def __init__(self, form: forms.Form):
        self.tree = html.fromstring(f"<form>{form.as_div()}</form>")
        [self.input] = self.tree.xpath("//input[@id='id_at']")
        self.where = self.tree.get_element_by_id("id_at_zone").text_content()
        self.errors = [error.text_content() for error in self.tree.xpath("//*[@id='id_at_error']/li")]

    def posted(self, **changed: str) -> dict[str, str]:
        """Return what a browser posts of it."""
        sent = self.tree.xpath("//input[not(@type='radio') or @checked]")
        return {element.get("name"): element.get("value") or "" for element in sent} | changed

    def choices(self) -> list[tuple[str, str, bool]]:
        return [
            (radio.get("value"), radio.getparent().text_content().strip(), "checked" in radio.attrib)
            for radio in self.tree.xpath("//fieldset//input[@type='radio']")
        ]


class MomentTestCase(SimpleTestCase):
    maxDiff = None

    def setUp(self):
        self.enterContext(translation.override("en"))
        self.enterContext(timezone.override(PARIS))

    def shown(self, at=None) -> Shown:
        return Shown(MomentForm(initial={"at": at}))

    def clean(self, text: str, **rest: str) -> datetime:
        form = MomentForm({"at": text, **rest})
        if not form.is_valid():
            raise ValidationError(form.errors["at"])
        return form.cleaned_data["at"]

    def refusals(self, text: str, **rest: str) -> list[str]:
        with self.assertRaises(ValidationError) as refused:
            self.clean(text, **rest)
        return refused.exception.messages


class FieldTest(MomentTestCase):
    def test_its_bare_value_is_enough(self):
        self.assertEqual(self.clean("2026-11-27T08:00"), datetime(2026, 11, 27, 7, tzinfo=UTC))
        self.assertEqual(self.clean("2026-11-27 08:00:30"), datetime(2026, 11, 27, 7, 0, 30, tzinfo=UTC))
        self.assertEqual(self.clean("2026-11-27T08:00-05:00"), datetime(2026, 11, 27, 13, tzinfo=UTC))
        self.assertEqual(self.clean("2026-11-27T08:00Z"), datetime(2026, 11, 27, 8, tzinfo=UTC))
        self.assertIsNone(self.clean(""))
        self.assertIsNone(self.clean("  "))

    def test_it_is_one_field_without_seconds_labelled_and_described(self):
        shown = self.shown(datetime(2026, 11, 27, 7, 0, 12, tzinfo=UTC))
        attributes = dict(shown.input.attrib)
        self.assertEqual(
            attributes,
            {
                "type": "datetime-local", "name": "at", "id": "id_at", "value": "2026-11-27T08:00",
                "min": "1900-01-01T00:00", "max": "2200-12-31T23:59", "aria-describedby": "id_at_helptext id_at_zone",
            },
        )  # fmt: skip
        self.assertEqual(shown.tree.xpath("//label/@for"), ["id_at"])

    def test_every_zone_reads_the_time_on_its_own_clocks_and_says_so(self):
        at = datetime(2026, 11, 27, 7, tzinfo=UTC)
        for zone, text, where in [
            (PARIS, "2026-11-27T08:00", "Europe/Paris, UTC+1"),
            (NEW_YORK, "2026-11-27T02:00", "America/New_York, UTC−5 (8 a.m. in Europe/Paris)"),
            (APIA, "2026-11-27T20:00", "Pacific/Apia, UTC+13 (8 a.m. in Europe/Paris)"),
            (LORD_HOWE, "2026-11-27T18:00", "Australia/Lord_Howe, UTC+11 (8 a.m. in Europe/Paris)"),
            (KATHMANDU, "2026-11-27T12:45", "Asia/Kathmandu, UTC+5:45 (8 a.m. in Europe/Paris)"),
        ]:
            with self.subTest(zone), timezone.override(zone):
                shown = self.shown(at)
                self.assertEqual((shown.input.get("value"), shown.where), (text, where))
                self.assertEqual(self.clean(text), at)
                self.assertEqual(self.clean(**{"text" if key == "at" else key: value
                                               for key, value in shown.posted().items()}), at)  # fmt: skip

    def test_the_distance_beside_it_is_that_of_the_time_in_it(self):
        with clock(NOW):
            self.assertEqual(self.shown().where, "Europe/Paris, now UTC+2")
            self.assertEqual(self.shown(datetime(2026, 12, 1, tzinfo=UTC)).where, "Europe/Paris, UTC+1")
            self.assertEqual(Shown(MomentForm({"at": "2026-12-01T08:00"})).where, "Europe/Paris, UTC+1")

    def test_it_is_read_in_the_zone_that_it_was_shown_in(self):
        with timezone.override(NEW_YORK):
            page = self.shown()
        posted = page.posted(at="2026-11-27T08:00")
        self.assertEqual(posted, {"at": "2026-11-27T08:00", "at-zone": "America/New_York"})
        form = MomentForm(posted)
        self.assertTrue(form.is_valid())
        self.assertEqual(form.cleaned_data["at"], datetime(2026, 11, 27, 13, tzinfo=UTC))
        again = Shown(form)
        self.assertEqual(again.where, "America/New_York, UTC−5 (2 p.m. in Europe/Paris)")
        self.assertEqual(again.posted(), posted)

    def test_a_zone_that_is_none_is_as_if_it_were_not_there(self):
        for name in ("", "Europe/Atlantis", "../../etc/passwd", "a\0b"):
            self.assertEqual(self.clean("2026-11-27T08:00", **{"at-zone": name}), datetime(2026, 11, 27, 7, tzinfo=UTC))

    def test_what_is_left_alone_is_not_changed_by_a_microsecond(self):
        for zone in (PARIS, NEW_YORK, APIA, LORD_HOWE, KATHMANDU):
            for at in (
                datetime(2026, 11, 27, 7, 0, 59, 999999, tzinfo=UTC),
                datetime(2026, 10, 25, 1, 30, 5, 123456, tzinfo=UTC),  # the second 02:30 in Paris
                datetime(2026, 11, 1, 5, 30, 5, tzinfo=UTC),  # the first 01:30 in New York
                datetime(2026, 4, 4, 15, 10, 0, 1, tzinfo=UTC),  # the second 01:40 on Lord Howe
            ):
                with self.subTest(zone=zone, at=at), timezone.override(zone):
                    form = MomentForm(self.shown(at).posted(), initial={"at": at})
                    self.assertEqual((form.errors, form.changed_data), ({}, []))
                    self.assertEqual(form.cleaned_data["at"], at)

    def test_what_is_changed_is_changed(self):
        at = datetime(2026, 11, 27, 7, 0, 12, tzinfo=UTC)
        form = MomentForm(self.shown(at).posted(at="2026-11-27T09:00"), initial={"at": at})
        self.assertEqual(form.changed_data, ["at"])
        self.assertTrue(form.is_valid())
        self.assertEqual(form.cleaned_data["at"], datetime(2026, 11, 27, 8, tzinfo=UTC))
        emptied = MomentForm(self.shown(at).posted(at=""), initial={"at": at})
        self.assertEqual((emptied.changed_data, emptied.is_valid(), emptied.cleaned_data["at"]), (["at"], True, None))

    def test_what_is_no_moment_is_refused_and_stays_to_be_seen(self):
        form = "Write a date and a time of day, as 2026-11-27T08:00."
        years = "Choose a year between 1900 and 2200."
        for text, told in [
            ("tomorrow", form), ("2026-11-27", form), ("20261127", form), ("2026-02-30T08:00", form),
            ("27/11/2026 08:00", form), ("2026-11-27T", form), ("2026-11-27T25:00", form), ("08:00", form),
            ("a\0b", form), ("２０２６-11-27T08:00", form), ("9" * 5000, form), ("\ud800", form),
            ("0001-01-01T00:00", years), ("9999-12-31T23:59", years), ("1899-12-31T23:59", years),
            ("2201-01-01T00:00", years), ("0001-01-01T00:00+23:59", years), ("9999-12-31T23:59-23:59", years),
        ]:  # fmt: skip
            with self.subTest(ascii(text)):
                self.assertEqual(self.refusals(text), [told])
        for text, kind in [("tomorrow", "text"), ("2026-11-27", "text"), ("9999-12-31T23:59", "datetime-local")]:
            shown = Shown(MomentForm({"at": text}))
            self.assertEqual((shown.input.get("type"), shown.input.get("value")), (kind, text))
            self.assertEqual(shown.input.get("aria-describedby"), "id_at_helptext id_at_error id_at_zone")
            self.assertEqual(shown.input.get("aria-invalid"), "true")

    def test_a_moment_kept_for_the_text_counts_only_with_the_text(self):
        nine = datetime(2026, 11, 27, 8, tzinfo=UTC)
        for kept in ("2026-11-27T07:00:12+00:00", "2026-11-27T08:00", "0001-01-01T00:00+00:00", "x", "\0", "9" * 99):
            self.assertEqual(self.clean("2026-11-27T09:00", **{"at-moment": kept}), nine)


class ClocksThatMoveTest(MomentTestCase):
    def test_a_time_that_does_not_exist_is_refused_with_its_neighbours(self):
        for zone, text, told in [
            (PARIS, "2026-03-29T02:30", "There is no March 29, 2026, 2:30 a.m. in Europe/Paris, "
             "since clocks go forward: choose 1:59 a.m. or 3 a.m. instead."),
            (NEW_YORK, "2026-03-08T02:00", "There is no March 8, 2026, 2 a.m. in America/New_York, "
             "since clocks go forward: choose 1:59 a.m. or 3 a.m. instead."),
            (APIA, "2011-12-30T12:00", "There is no Dec. 30, 2011, noon in Pacific/Apia, "
             "since clocks go forward: choose Dec. 29, 2011, 11:59 p.m. or Dec. 31, 2011, midnight instead."),
            (LORD_HOWE, "2026-10-04T02:15", "There is no Oct. 4, 2026, 2:15 a.m. in Australia/Lord_Howe, "
             "since clocks go forward: choose 1:59 a.m. or 2:30 a.m. instead."),
            (KATHMANDU, "1986-01-01T00:10", "There is no Jan. 1, 1986, 12:10 a.m. in Asia/Kathmandu, "
             "since clocks go forward: choose Dec. 31, 1985, 11:59 p.m. or 12:15 a.m. instead."),
        ]:  # fmt: skip
            with self.subTest(zone), timezone.override(zone):
                self.assertEqual(self.refusals(text), [told])
                self.assertEqual(Shown(MomentForm({"at": text})).choices(), [])

    def test_a_time_that_comes_twice_is_asked_for_again_with_both_to_choose(self):
        for zone, text, first, second, told in [
            (PARIS, "2026-10-25T02:30",
             ("2026-10-25T00:30:00+00:00", "2:30 a.m. summer time (UTC+2), the first"),
             ("2026-10-25T01:30:00+00:00", "2:30 a.m. winter time (UTC+1), the second"),
             "Oct. 25, 2026, 2:30 a.m. comes twice in Europe/Paris, since clocks go back: choose which one."),
            (NEW_YORK, "2026-11-01T01:00",
             ("2026-11-01T05:00:00+00:00", "1 a.m. summer time (UTC−4), the first"),
             ("2026-11-01T06:00:00+00:00", "1 a.m. winter time (UTC−5), the second"),
             "Nov. 1, 2026, 1 a.m. comes twice in America/New_York, since clocks go back: choose which one."),
            (APIA, "2021-04-04T03:59",
             ("2021-04-03T13:59:00+00:00", "3:59 a.m. summer time (UTC+14), the first"),
             ("2021-04-03T14:59:00+00:00", "3:59 a.m. winter time (UTC+13), the second"),
             "April 4, 2021, 3:59 a.m. comes twice in Pacific/Apia, since clocks go back: choose which one."),
            (LORD_HOWE, "2026-04-05T01:45",
             ("2026-04-04T14:45:00+00:00", "1:45 a.m. summer time (UTC+11), the first"),
             ("2026-04-04T15:15:00+00:00", "1:45 a.m. winter time (UTC+10:30), the second"),
             "April 5, 2026, 1:45 a.m. comes twice in Australia/Lord_Howe, since clocks go back: choose which one."),
            (ZoneInfo("Asia/Pyongyang"), "2015-08-14T23:45",  # the zone itself moved
             ("2015-08-14T14:45:00+00:00", "11:45 p.m. (UTC+9), the first"),
             ("2015-08-14T15:15:00+00:00", "11:45 p.m. (UTC+8:30), the second"),
             "Aug. 14, 2015, 11:45 p.m. comes twice in Asia/Pyongyang, since clocks go back: choose which one."),
        ]:  # fmt: skip
            with self.subTest(zone), timezone.override(zone):
                refused = Shown(MomentForm(self.shown().posted(at=text)))
                self.assertEqual(refused.errors, [told])
                self.assertEqual(refused.where, str(zone))
                self.assertEqual(refused.choices(), [(*first, False), (*second, False)])
                self.assertNotIn("at-moment", refused.posted())
                for moment, _words in (first, second):
                    chosen = refused.posted(**{"at-moment": moment})
                    form = MomentForm(chosen)
                    self.assertTrue(form.is_valid())
                    self.assertEqual(form.cleaned_data["at"].isoformat(), moment)
                    again = Shown(form)  # as it is when another field is refused
                    self.assertEqual(again.posted(), chosen)
                    self.assertEqual([line[2] for line in again.choices()],
                                     [line[0] == moment for line in again.choices()])  # fmt: skip

    def test_a_choice_made_for_one_time_is_none_for_another(self):
        first = {"at-moment": "2026-10-25T00:30:00+00:00"}
        self.assertEqual(self.clean("2026-10-25T02:30", **first), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
        self.assertEqual(len(self.refusals("2026-10-25T02:45", **first)), 1)
        self.assertEqual(self.clean("2026-10-25T04:30", **first), datetime(2026, 10, 25, 3, 30, tzinfo=UTC))

    def test_the_choice_is_shown_where_such_a_moment_is_stored(self):
        shown = self.shown(datetime(2026, 10, 25, 1, 30, 5, tzinfo=UTC))
        self.assertEqual(
            shown.choices(),
            [
                ("2026-10-25T00:30:00+00:00", "2:30 a.m. summer time (UTC+2), the first", False),
                ("2026-10-25T01:30:05+00:00", "2:30 a.m. winter time (UTC+1), the second", True),
            ],
        )
        self.assertEqual(shown.tree.xpath("//fieldset/legend/text()"), ["Which of the two?"])

    def test_an_offset_in_the_text_leaves_nothing_to_choose(self):
        self.assertEqual(self.clean("2026-10-25T02:30+01:00"), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
