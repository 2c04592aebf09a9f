"""The colour that holds a picture's place."""

from __future__ import annotations

from unittest import TestCase

from images import tones
from tests.images.pictures import halves, picture


class ToneTest(TestCase):
    def test_the_nearest_of_64(self):
        for colour, tone in {
            "black": "000",
            "white": "fff",
            "red": "f00",
            "steelblue": "5aa",
            "dimgrey": "555",
        }.items():
            with self.subTest(colour):
                self.assertEqual(tones.tone(picture(colour)), tone)

    def test_of_several_colours_their_average(self):
        self.assertEqual(tones.tone(halves("black", "white")), "555")

    def test_a_rule_each(self):
        rules = tones.css().split("\n")
        self.assertEqual((len(rules), len(set(rules))), (64, 64))
        self.assertIn(".tone-05a { background: #05a; }", rules)
