"""How much one request may bring."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUploads(FileUploadHandler):
    """Refuses a request whose body is over UPLOAD_MAX_BYTES before a byte of it is read.

    Django limits form fields, not files: whoever holds the login page's token could otherwise
    fill the disk of the server, because the body is read before the login is asked for. It must be
    the first of FILE_UPLOAD_HANDLERS.
    """

    def handle_raw_input(  # type: ignore[override]
        self, input_data: Any, meta: dict[str, Any], content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Raise RequestDataTooBig, which answers 400, when the body is too large."""
        if content_length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The request body is over UPLOAD_MAX_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the data on to the handlers that keep it."""
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Leave the file to them."""
        return None
