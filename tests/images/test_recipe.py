"""Sizes, boxes and names of renditions: arithmetic."""

from __future__ import annotations

import uuid
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from images import recipe
from images.recipe import CARD, CROPS, FULL, LEAD, SOCIAL, SQUARE

sides = st.integers(1, 20_000)
percents = st.integers(0, 100)


class SizesTest(TestCase):
    def test_a_large_picture_has_every_width(self):
        sizes = {name: crop.sizes((6000, 4000)) for name, crop in CROPS.items()}
        self.assertEqual(
            sizes,
            {
                "full": [(320, 213), (480, 320), (640, 427), (960, 640), (1280, 853), (1600, 1067), (2048, 1365)],
                "card": [(320, 213), (480, 320), (640, 427), (960, 640)],
                "lead": [(480, 270), (640, 360), (960, 540), (1280, 720), (1600, 900), (2048, 1152)],
                "square": [(160, 160), (320, 320), (640, 640)],
                "social": [(1200, 630)],
            },
        )

    def test_a_picture_between_two_widths_has_its_own(self):
        self.assertEqual(FULL.sizes((1500, 1000))[-2:], [(1280, 853), (1500, 1000)])
        self.assertEqual(CARD.sizes((500, 500)), [(320, 213), (480, 320), (500, 333)])

    def test_a_small_picture_has_one(self):
        self.assertEqual({name: crop.sizes((100, 50)) for name, crop in CROPS.items()}, {
            "full": [(100, 50)], "card": [(75, 50)], "lead": [(89, 50)], "square": [(50, 50)], "social": [(95, 50)],
        })  # fmt: skip

    @given(sides, sides)
    def test_nothing_is_ever_made_larger(self, width: int, height: int):
        for crop in CROPS.values():
            left, top, right, bottom = crop.box((width, height))
            sizes = crop.sizes((width, height))
            self.assertEqual(sizes, sorted(set(sizes)))
            self.assertLessEqual(sizes[-1][0], max(1, round(right - left)))
            self.assertLessEqual(sizes[-1][1], max(1, round(bottom - top)))

    def test_jpeg_comes_in_one_size_of_each_crop(self):
        formats = {size[0]: extensions for size, extensions in recipe.steps(FULL, (6000, 4000))}
        self.assertEqual([width for width, extensions in formats.items() if "jpg" in extensions], [640])
        self.assertEqual(next(iter(formats)), 640)
        self.assertEqual(list(recipe.steps(SOCIAL, (6000, 4000))), [((1200, 630), ("jpg",))])
        self.assertEqual(list(recipe.steps(SQUARE, (50, 80))), [((50, 50), ("avif", "webp", "jpg"))])


class BoxTest(TestCase):
    def test_the_focal_point_is_in_the_middle_where_it_can_be(self):
        self.assertEqual(SQUARE.box((300, 100)), (100, 0, 200, 100))
        self.assertEqual(SQUARE.box((300, 100), (25, 50)), (25, 0, 125, 100))
        self.assertEqual(SQUARE.box((300, 100), (0, 0)), (0, 0, 100, 100))
        self.assertEqual(SQUARE.box((300, 100), (100, 0)), (200, 0, 300, 100))
        self.assertEqual(SQUARE.box((100, 300), (0, 90)), (0, 200, 100, 300))

    @given(sides, sides, percents, percents)
    def test_it_is_always_within_and_of_its_shape(self, width: int, height: int, x: int, y: int):
        for crop in CROPS.values():
            left, top, right, bottom = crop.box((width, height), (x, y))
            self.assertTrue(0 <= left < right <= width + 1e-6 and 0 <= top < bottom <= height + 1e-6)
            if crop.ratio:
                self.assertAlmostEqual((right - left) / (bottom - top), crop.ratio)
                self.assertTrue(left - 1e-6 <= width * x / 100 <= right + 1e-6)
                self.assertTrue(top - 1e-6 <= height * y / 100 <= bottom + 1e-6)


class NameTest(TestCase):
    picture = uuid.UUID(int=1)

    def test_a_name_tells_the_crop_and_the_width_behind_a_hash(self):
        key = recipe.key(CARD, self.picture, "d", (50, 50))
        self.assertRegex(key, r"^[0-9a-f]{16}$")
        self.assertEqual(recipe.name("card", key, 640, "avif"), f"{key[:2]}/{key[2:]}/card-640.avif")

    def test_other_bytes_another_picture_or_another_focal_point_have_other_names(self):
        keys = [
            recipe.key(CARD, self.picture, "d", (50, 50)),
            recipe.key(CARD, self.picture, "e", (50, 50)),
            recipe.key(CARD, uuid.UUID(int=2), "d", (50, 50)),
            recipe.key(CARD, self.picture, "d", (50, 51)),
            recipe.key(LEAD, self.picture, "d", (50, 50)),
        ]
        self.assertEqual(len(set(keys)), 5)

    def test_the_whole_picture_has_no_focal_point(self):
        self.assertEqual(recipe.key(FULL, self.picture, "d", (0, 0)), recipe.key(FULL, self.picture, "d", (50, 50)))
