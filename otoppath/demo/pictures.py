"""Drawn pictures: the demo shows no photo of anybody."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

COLOURS = ("#27457a", "#2f7d5b", "#8f5a00", "#a63a2b")


def draw() -> list[str]:
    """Draw a woven pattern in each colour; return the names of the stored files."""
    from PIL import Image, ImageDraw

    names = []
    for colour in COLOURS:
        image = Image.new("RGB", (960, 640), "#f7f5f0")
        pen = ImageDraw.Draw(image)
        for x in range(0, 960, 48):
            for y in range(0, 640, 48):
                inset = 6 if (x + y) // 48 % 2 else 14
                pen.rectangle((x + inset, y + inset, x + 48 - inset, y + 48 - inset), fill=colour)
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=80)
        content = ContentFile(buffer.getvalue())
        names.append(default_storage.save("activities/demo.jpg", content))
    return names
