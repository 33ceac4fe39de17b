"""What people upload: bad files stay out, and what is kept carries nothing but its picture."""

import io
import struct
import zlib

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import Http404
from PIL import Image, PngImagePlugin

from otoppath.privacy.photos import (
    DocumentField,
    PhotoField,
    PrivatePath,
    clean_document,
    clean_photo,
    send_private,
)

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
SCRIPT = b"<html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def drawn(size=(60, 40), color="red", mode="RGB"):
    return Image.new(mode, size, color)


def encoded(image, kind="JPEG", **options):
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def opened(file):
    return Image.open(io.BytesIO(file.read()))


def png_of(width, height):
    """A PNG of a few bytes whose header claims the size: what a decompression bomb looks like."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


# --- What is let in -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_of_each_format_becomes_a_jpeg(kind):
    cleaned = clean_photo(upload(encoded(drawn(), kind)))

    assert opened(cleaned).format == "JPEG"
    assert cleaned.name.endswith(".jpg")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "EPS", "PDF"])
def test_other_image_formats_are_refused(kind):
    content = encoded(drawn(), kind)

    with pytest.raises(ValidationError, match="เปิดภาพนี้ไม่ได้"):
        clean_photo(upload(content))


NOT_PICTURES = {
    "nothing": b"",
    "one letter": b"x",
    "page": SCRIPT,
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "program": b"MZ\x90\x00" + b"\0" * 100,
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "pdf": PDF,
    "page behind the first bytes of a jpeg": b"\xff\xd8\xff" + SCRIPT,
    "page behind the first bytes of a png": b"\x89PNG\r\n\x1a\n" + SCRIPT,
    "page behind the first bytes of a webp": b"RIFF\x00\x00\x00\x00WEBP" + SCRIPT,
    "page before a jpeg": SCRIPT + encoded(drawn()),
}


@pytest.mark.parametrize("content", NOT_PICTURES.values(), ids=NOT_PICTURES)
def test_what_is_not_a_picture_is_refused(content):
    with pytest.raises(ValidationError, match="เปิดภาพนี้ไม่ได้"):
        clean_photo(ContentFile(content, name="photo.jpg"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_cut_short_is_refused(kind):
    noisy = Image.effect_noise((300, 300), 90).convert("RGB")
    content = encoded(noisy, kind)

    with pytest.raises(ValidationError, match="เปิดภาพนี้ไม่ได้"):
        clean_photo(upload(content[: len(content) // 2]))


def test_png_without_its_end_is_refused():
    content = encoded(drawn(), "PNG")

    with pytest.raises(ValidationError, match="เปิดภาพนี้ไม่ได้"):
        clean_photo(upload(content[:-12]))


def test_png_with_a_changed_byte_is_refused():
    content = bytearray(encoded(drawn(), "PNG"))
    content[45] ^= 0xFF

    with pytest.raises(ValidationError, match="เปิดภาพนี้ไม่ได้"):
        clean_photo(upload(bytes(content)))


@pytest.mark.parametrize("size", [(5001, 5000), (60_000, 60_000), (2_000_000_000, 1)])
def test_small_file_that_unpacks_to_a_huge_picture_is_refused_unopened(size, monkeypatch):
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", pytest.fail)

    with pytest.raises(ValidationError) as refusal:
        clean_photo(upload(png_of(*size)))
    assert refusal.value.code in ("too_many_pixels", "damaged")


def test_png_that_unpacks_to_endless_text_is_refused():
    info = PngImagePlugin.PngInfo()
    for n in range(80):
        info.add_text(f"k{n}", "ก" * 900_000, zip=True)
    content = encoded(drawn(), "PNG", pnginfo=info)
    assert len(content) < 1_000_000

    with pytest.raises(ValidationError, match="เปิดภาพนี้ไม่ได้"):
        clean_photo(upload(content))


def test_photo_of_a_large_camera_is_taken():
    content = encoded(drawn((9000, 7000)), quality=10)

    assert opened(clean_photo(upload(content))).size == (1600, 1244)


def test_progressive_photo_that_must_be_held_whole_is_refused():
    content = encoded(drawn((9000, 7000)), quality=10, progressive=True)

    with pytest.raises(ValidationError) as refusal:
        clean_photo(upload(content))
    assert refusal.value.code == "too_many_pixels"


def test_photo_with_a_second_one_behind_it_keeps_the_first_alone():
    content = encoded(drawn(), "MPO", save_all=True, append_images=[drawn(color="blue")])

    cleaned = opened(clean_photo(upload(content)))

    assert (cleaned.format, cleaned.size) == ("JPEG", (60, 40))
    assert cleaned.getpixel((30, 20))[0] > 200


def test_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.PHOTO_MAX_BYTES = 2 * 1024 * 1024

    with pytest.raises(ValidationError, match="2 เมกะไบต์") as refusal:
        clean_photo(upload(encoded(drawn()) + b"\0" * 2 * 1024 * 1024))
    assert refusal.value.code == "too_large"


# --- What is kept -------------------------------------------------------------------------


def test_place_camera_and_notes_are_gone():
    exif = Image.Exif()
    exif[MAKE] = "SecretPhone"
    exif[GPS] = {1: "N", 2: (16.0, 22.0, 30.0), 3: "E", 4: (102.0, 7.0, 45.0)}
    content = encoded(
        drawn(), exif=exif, comment=b"SecretComment", xmp=b"<x>SecretPacket</x>", dpi=(300, 300)
    )
    assert all(word in content for word in (b"SecretPhone", b"SecretComment", b"SecretPacket"))

    cleaned = clean_photo(upload(content)).read()

    assert b"Secret" not in cleaned
    assert b"Exif" not in cleaned
    assert dict(Image.open(io.BytesIO(cleaned)).getexif()) == {}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_notes_of_other_formats_are_gone(kind):
    exif = Image.Exif()
    exif[MAKE] = "SecretPhone"
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "SecretComment")
    options = {"exif": exif} | ({"pnginfo": info} if kind == "PNG" else {"xmp": b"SecretPacket"})
    content = encoded(drawn(), kind, **options)
    assert content.count(b"Secret") == 2

    assert b"Secret" not in clean_photo(upload(content)).read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_page_hidden_in_a_picture_stays_behind(kind):
    content = encoded(drawn(), kind) + SCRIPT

    assert b"<script" not in clean_photo(upload(content, "photo.html")).read()


def test_script_hidden_in_a_jpeg_comment_stays_behind():
    content = encoded(drawn(), comment=SCRIPT)
    assert SCRIPT in content

    assert b"<script" not in clean_photo(upload(content)).read()


def test_photo_taken_sideways_is_turned_upright():
    picture = drawn((60, 40))
    picture.paste("blue", (0, 0, 60, 10))
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn a quarter clockwise to see it upright

    cleaned = opened(clean_photo(upload(encoded(picture, exif=exif, quality=95))))

    assert cleaned.size == (40, 60)
    assert cleaned.getpixel((38, 30))[2] > 200
    assert cleaned.getpixel((5, 30))[0] > 200


@pytest.mark.parametrize(
    ("size", "kept"), [((3200, 800), (1600, 400)), ((500, 2000), (400, 1600)), ((90, 60), (90, 60))]
)
def test_long_side_is_at_most_1600_pixels_and_never_enlarged(size, kept):
    assert opened(clean_photo(upload(encoded(drawn(size))))).size == kept


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_kind_of_colour_is_kept_as_a_picture(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (60, 40))

    assert opened(clean_photo(upload(encoded(picture, kind)))).mode == "RGB"


def test_what_was_transparent_becomes_white():
    cleaned = opened(clean_photo(upload(encoded(drawn(color=(0, 0, 0, 0), mode="RGBA"), "PNG"))))

    assert cleaned.getpixel((10, 10)) == (255, 255, 255)


def test_name_tells_nothing_and_is_never_the_same():
    names = {clean_photo(upload(encoded(drawn()), "นางสาวสมมุติ.jpg")).name for _ in range(3)}

    assert len(names) == 3
    assert all(name.isascii() and len(name) == 36 for name in names)


# --- Documents ----------------------------------------------------------------------------


def test_pdf_is_kept_as_it_is_under_a_new_name():
    cleaned = clean_document(upload(PDF, "บัตรประชาชน.pdf"))

    assert cleaned.read() == PDF
    assert cleaned.name.endswith(".pdf")
    assert "บัตร" not in cleaned.name


@pytest.mark.parametrize(
    "content", [PDF[:30], SCRIPT + PDF, b"\n" + PDF], ids=["cut", "html", "late"]
)
def test_pdf_that_is_cut_short_or_starts_as_something_else_is_refused(content):
    with pytest.raises(ValidationError):
        clean_document(upload(content, "file.pdf"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_scanned_page_is_written_anew_and_stays_readable(kind):
    cleaned = clean_document(upload(encoded(drawn((2480, 3508)), kind) + SCRIPT))

    assert opened(cleaned).size == (1697, 2400)
    cleaned.seek(0)
    assert b"<script" not in cleaned.read()


@pytest.mark.parametrize("content", [SCRIPT, encoded(drawn(), "WEBP"), b"PK\x03\x04"])
def test_other_documents_are_refused(content):
    with pytest.raises(ValidationError):
        clean_document(upload(content, "file.pdf"))


# --- Fields, names, sending ---------------------------------------------------------------


class PhotoForm(forms.Form):
    photo = PhotoField(required=False)
    evidence = DocumentField(required=False)


def test_form_field_gives_the_cleaned_photo():
    form = PhotoForm({}, {"photo": upload(encoded(drawn((3200, 800))))})

    assert form.is_valid()
    assert opened(form.cleaned_data["photo"]).size == (1600, 400)


def test_form_field_shows_its_refusal():
    form = PhotoForm({}, {"photo": upload(SCRIPT), "evidence": upload(SCRIPT)})

    assert not form.is_valid()
    assert set(form.errors) == {"photo", "evidence"}


def test_form_field_left_empty_is_none():
    form = PhotoForm({}, {})

    assert form.is_valid()
    assert form.cleaned_data == {"photo": None, "evidence": None}


def test_form_field_names_the_formats_it_takes():
    html = PhotoForm().as_p()

    assert 'accept="image/jpeg,image/png,image/webp"' in html
    assert 'accept="application/pdf,image/jpeg,image/png"' in html


@pytest.mark.parametrize(
    ("given", "ending"),
    [("a.jpg", "jpg"), ("A.PDF", "pdf"), ("x.html", "bin"), ("../../etc/passwd", "bin")],
)
def test_stored_name_is_random_below_the_folder_of_its_app(given, ending):
    name = PrivatePath("households")(None, given)

    folder, start, file = name.split("/")
    assert (folder, file[:2], len(file)) == ("households", start, 33 + len(ending))
    assert file.endswith(f".{ending}")
    assert name != PrivatePath("households")(None, given)


def sent(content_type="image/jpeg", name="ภาพ.jpg"):
    response = send_private(
        ContentFile(b"content", name="stored.jpg"), content_type=content_type, download_name=name
    )
    assert b"".join(response.streaming_content) == b"content"
    return response


def test_private_file_is_neither_cached_nor_guessed_nor_run():
    response = sent()

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "image/jpeg"


def test_photo_is_shown_in_the_page():
    assert sent()["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("kind", ["application/pdf", "text/html", "image/svg+xml"])
def test_anything_but_a_photo_is_a_download(kind):
    assert sent(kind)["Content-Disposition"].startswith("attachment")


def test_name_of_a_download_cannot_add_a_header():
    header = sent(name='a"\r\nX-Evil: 1.jpg')["Content-Disposition"]

    assert "\n" not in header
    assert "\r" not in header


@pytest.mark.parametrize("name", ["no/such/file.jpg", ""])
def test_file_that_is_gone_is_not_found(name, tmp_path):
    field = FileField(storage=FileSystemStorage(tmp_path))
    missing = FieldFile(instance=None, field=field, name=name)

    with pytest.raises(Http404):
        send_private(missing, content_type="image/jpeg", download_name="x.jpg")


def test_the_limit_stands_beside_the_field_and_each_refusal_says_what_to_do(settings):
    settings.PHOTO_MAX_BYTES = 10 * 1024 * 1024

    assert str(PhotoField().help_text) == "ภาพ JPEG, PNG หรือ WEBP ไม่เกิน 10 เมกะไบต์"
    with pytest.raises(ValidationError, match="ตั้งกล้องให้บันทึกเป็น JPEG แล้วถ่ายใหม่"):
        clean_photo(SimpleUploadedFile("photo.heic", b"\x00\x00\x00\x18ftypheic"))
