"""The colour that holds a picture's place: one of 64, as classes: pages carry no style of their own."""

from __future__ import annotations

from PIL import Image

LEVELS = "05af"  # the steps of each channel, as CSS writes them: #05a


def tone(image: Image.Image) -> str:
    """Return the average colour of an RGB picture as three digits of LEVELS."""
    average = image.resize((1, 1), Image.Resampling.BOX).tobytes()
    return "".join(min(LEVELS, key=lambda level: abs(int(level * 2, 16) - channel)) for channel in average)


def css() -> str:
    """Return the rules of all tones."""
    tones = (f"{red}{green}{blue}" for red in LEVELS for green in LEVELS for blue in LEVELS)
    return "\n".join(f".tone-{tone} {{ background: #{tone}; }}" for tone in tones)
