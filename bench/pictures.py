"""`make bench-pictures`: what a photograph of 24 megapixels costs, from its file to its last rendition.

The measure is one encoding to WebP, at cwebp's own settings, of each rendition's pixels, which are there already.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
_scratch = tempfile.TemporaryDirectory()
os.environ["VAR_DIR"] = _scratch.name
os.environ["DATABASE_URL"] = f"sqlite:///{_scratch.name}/db.sqlite3"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from PIL import Image, ImageFilter  # noqa: E402

from images import library, making, reading, recipe  # noqa: E402
from images.models import Picture  # noqa: E402

SIZE = (6000, 4000)


def photograph() -> bytes:
    """Make a picture with soft and sharp parts and a camera's grain. The same every time."""
    dice = random.Random(1)  # noqa: S311
    shapes = Image.frombytes("RGB", (60, 40), dice.randbytes(60 * 40 * 3)).resize(SIZE, Image.Resampling.BICUBIC)
    where = Image.frombytes("L", (150, 100), dice.randbytes(150 * 100)).resize(SIZE, Image.Resampling.BICUBIC)
    picture = Image.composite(shapes, shapes.filter(ImageFilter.GaussianBlur(30)), where)
    grain = Image.merge("RGB", [Image.effect_noise(SIZE, 14)] * 3)
    file = io.BytesIO()
    Image.blend(picture, grain, 0.08).save(file, "JPEG", quality=90)
    return file.getvalue()


def measure(file: Path) -> tuple[float, float, int]:
    """Return seconds for the whole set, seconds for the encodings it is measured by, and the number of files."""
    Picture.objects.all().delete()
    began = time.perf_counter()
    with file.open("rb") as opened:
        picture, _is_new = library.add(opened, name="photograph.jpg", by=None)
    making.make(picture.pk)
    whole = time.perf_counter() - began

    picture.refresh_from_db()
    encoding, files = 0.0, 0
    with file.open("rb") as opened:
        work = reading.load(opened, reading.scale_for(SIZE))
    for crop in recipe.CROPS.values():
        for size, extensions in recipe.steps(crop, SIZE):
            pixels = work.resize(size, Image.Resampling.LANCZOS, box=crop.box(work.size))
            for _extension in extensions:
                began = time.perf_counter()
                pixels.save(io.BytesIO(), "WEBP", quality=75, method=4)
                encoding += time.perf_counter() - began
                files += 1
    return whole, encoding, files


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-pictures", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    call_command("migrate", verbosity=0)
    file = Path(_scratch.name, "photograph.jpg")
    file.write_bytes(photograph())
    measured = [measure(file) for _round in range(rounds)]
    ratios = [whole / encoding for whole, encoding, _files in measured]
    low, middle, high = statistics.quantiles(ratios, n=4)
    whole, encoding = (statistics.median(row[place] for row in measured) for place in (0, 1))
    print(f"{measured[0][2]} renditions of {SIZE[0]} × {SIZE[1]}: {whole:.1f} s; to WebP alone: {encoding:.1f} s")
    print(f"×{middle:.2f} ({low:.2f}–{high:.2f} over {rounds} rounds)")


if __name__ == "__main__":
    main()
