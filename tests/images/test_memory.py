"""Memory: the largest picture of each kind that is let in is decoded within 600 MB, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from images.reading import MAX_PIXELS, MAX_PIXELS_OF, MAX_TRANSPARENT

ROOT = Path(__file__).resolve().parents[2]
MOST = 600  # MB
READ = r"""
import re, sys, django
from pathlib import Path
django.setup()
from images import reading
with open(sys.argv[1], "rb") as file:
    original = reading.examine(file)
    reading.load(file, reading.scale_for(original.size))
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def sides(pixels: int, ratio: float = 1.5) -> tuple[int, int]:
    height = int((pixels / ratio) ** 0.5)
    return pixels // height, height


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the memory of a process")
@pytest.mark.parametrize(
    ("format", "mode", "size", "options"),
    [
        ("JPEG", "RGB", sides(MAX_PIXELS), {"progressive": True, "subsampling": 0}),
        ("PNG", "RGB", sides(MAX_PIXELS, 61), {"compress_level": 1}),  # of which nothing can be made smaller
        ("PNG", "P", sides(MAX_PIXELS), {"compress_level": 1}),
        ("PNG", "RGBA", sides(MAX_TRANSPARENT), {"compress_level": 1}),
        ("TIFF", "I;16", sides(MAX_PIXELS), {}),
        ("WEBP", "RGB", sides(MAX_PIXELS_OF["WEBP"]), {"method": 0, "quality": 1}),
        ("AVIF", "RGB", sides(MAX_PIXELS_OF["AVIF"]), {"speed": 10, "quality": 1}),
    ],
)
def test_the_largest_is_decoded_within_bounds(format, mode, size, options, tmp_path):
    file = tmp_path / "large"
    Image.new(mode, size).save(file, format, **options)
    environment = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "VAR_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", READ, str(file)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert int(done.stdout) < MOST
