"""Photos and documents that people upload: what is let in, and how it is sent out again.

An image is never kept as it came. It is decoded and written anew as a JPEG, so a script hidden
in it, the place where it was taken and anything appended to it stay behind.
"""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from PIL import Image

PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
PHOTO_TYPES = "image/jpeg,image/png,image/webp"
DOCUMENT_TYPES = "application/pdf,image/jpeg,image/png"
PHOTO_EDGE = 1600
DOCUMENT_EDGE = 2400  # small print on a scanned page of A4 stays readable
JPEG_QUALITY = 85
# What a small file must not become. A plain JPEG is decoded line by line at a fraction of its
# size (110 megapixels, as the largest phones take, took 80 MB of memory); every other kind is held
# whole, a progressive JPEG too (650 MB).
MAX_PIXELS = 25_000_000
MAX_PIXELS_PLAIN_JPEG = 110_000_000
PDF_START, PDF_END = b"%PDF-", b"%%EOF"


@deconstructible
class PrivatePath:
    """`upload_to` of a private file: a folder, and a name that tells nothing and is not guessed."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: Any, filename: str) -> str:
        """Return "folder/ab/abcdef….jpg"; only the extension given by the checks is kept."""
        name = uuid4().hex
        extension = filename.rpartition(".")[2].lower()
        extension = extension if extension in ("jpg", "pdf") else "bin"
        return f"{self.folder}/{name[:2]}/{name}.{extension}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PrivatePath) and self.folder == other.folder

    __hash__ = None  # type: ignore[assignment]


def clean_photo(upload: File) -> ContentFile:
    """Return the uploaded photo as a new JPEG of at most 1600 px, upright, without metadata.

    Raises ValidationError, in Thai, when it is too large or not a whole JPEG, PNG or WEBP.
    """
    return _clean_image(_read(upload), PHOTO_FORMATS, PHOTO_EDGE)


def clean_document(upload: File) -> ContentFile:
    """Return an uploaded piece of evidence: a PDF as it is, a JPEG or PNG written anew.

    A PDF cannot be made harmless here; `send_private` only ever hands it out as a download.
    """
    content = _read(upload)
    if content.startswith(PDF_START):
        if PDF_END not in content[-1024:]:
            raise ValidationError(_("ไฟล์ PDF ไม่สมบูรณ์ ให้บันทึกไฟล์ใหม่แล้วลองอีกครั้ง"), "damaged")
        return ContentFile(content, name=f"{uuid4().hex}.pdf")
    return _clean_image(content, ("JPEG", "PNG"), DOCUMENT_EDGE)


class PhotoField(forms.ImageField):
    """A form field for one photo; its cleaned value is what `clean_photo` returns."""

    clean_upload = staticmethod(clean_photo)
    accept = PHOTO_TYPES
    edge = PHOTO_EDGE
    hint = _("ภาพ JPEG, PNG หรือ WEBP ไม่เกิน {most} เมกะไบต์")

    def __init__(self, **kwargs: Any) -> None:
        most = settings.PHOTO_MAX_BYTES // (1024 * 1024)
        kwargs["help_text"] = kwargs.get("help_text") or format_lazy(self.hint, most=most)
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        """Clean the upload. Not ImageField's own check: it stops at the header."""
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else self.clean_upload(upload)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the phone offer camera and gallery, and make the picture small before it is sent."""
        told = {"accept": self.accept, "data-edge": str(self.edge)}
        return {**forms.FileField.widget_attrs(self, widget), **told}


class DocumentField(PhotoField):
    """A form field for one piece of evidence: PDF, JPEG or PNG."""

    clean_upload = staticmethod(clean_document)
    accept = DOCUMENT_TYPES
    edge = DOCUMENT_EDGE
    hint = _("PDF, JPEG หรือ PNG ไม่เกิน {most} เมกะไบต์")


def send_private(file: File, *, content_type: str, download_name: str) -> FileResponse:
    """Send a private file after the caller checked that the user may see its record.

    A JPEG written by `clean_photo` is shown in the page; anything else is a download. Nothing
    is kept by caches, and the browser may neither guess another type nor run what is inside.
    """
    try:
        content = file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(
        content,
        content_type=content_type,
        as_attachment=content_type != "image/jpeg",
        filename=download_name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _read(upload: File) -> bytes:
    limit = settings.PHOTO_MAX_BYTES
    if (upload.size or 0) > limit:
        megabytes = limit // (1024 * 1024)
        raise ValidationError(
            ngettext(
                "ไฟล์ใหญ่เกิน %(count)d เมกะไบต์ ตั้งกล้องให้ภาพเล็กลงแล้วถ่ายใหม่ หรือเลือกไฟล์ที่เล็กกว่านี้",
                "ไฟล์ใหญ่เกิน %(count)d เมกะไบต์ ตั้งกล้องให้ภาพเล็กลงแล้วถ่ายใหม่ หรือเลือกไฟล์ที่เล็กกว่านี้",
                megabytes,
            )
            % {"count": megabytes},
            "too_large",
        )
    upload.seek(0)
    return upload.read(limit + 1)


def _clean_image(content: bytes, formats: tuple[str, ...], edge: int) -> ContentFile:
    from PIL import Image  # here, so that a process which sees no photo starts without it

    try:
        with warnings.catch_warnings():
            # The limits are our own, below; Pillow's warning starts under a good camera's size.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=formats) as image:
                _check_pixels(image)
                image.verify()
            with Image.open(BytesIO(content), formats=formats) as image:
                written = _written_anew(image, edge)
    except ValidationError:
        raise
    except Exception as error:  # decoders of damaged files raise anything
        raise ValidationError(
            _("เปิดภาพนี้ไม่ได้ ตั้งกล้องให้บันทึกเป็น JPEG แล้วถ่ายใหม่ หรือเลือกภาพ JPEG, PNG หรือ WEBP อื่น"),
            "damaged",
        ) from error
    return ContentFile(written, name=f"{uuid4().hex}.jpg")


def _check_pixels(image: "Image.Image") -> None:
    # MPO is what some phones write: a JPEG with a smaller one behind it.
    is_plain = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if image.width * image.height > (MAX_PIXELS_PLAIN_JPEG if is_plain else MAX_PIXELS):
        raise ValidationError(
            _("ภาพมีขนาดกว้างยาวเกินไป ตั้งกล้องให้ภาพเล็กลงแล้วถ่ายใหม่"), "too_many_pixels"
        )


def _written_anew(image: "Image.Image", edge: int) -> bytes:
    from PIL import Image, ImageOps

    image.draft("RGB", (edge, edge))
    image.load()
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    image = image.convert("RGB")
    image.thumbnail((edge, edge))
    # Only pixels go on: whatever else the decoder kept would be written back into the file.
    image.info.clear()
    written = BytesIO()
    image.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return written.getvalue()
