"""The language of a page: the one that was chosen, else Thai."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Thai until somebody switches, whatever language the browser says it prefers.

    Offices run Windows and phones set to English; `Accept-Language` would greet a Thai
    volunteer in English.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie, if it is one we have."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
