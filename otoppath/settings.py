"""Settings, read from the environment and safe by default.

Sections follow the order of Django's documentation. Every variable an operator may set is
listed in docs/operations.md with its default.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from otoppath.privacy.keys import load_keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- Core ---------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DEMO_PASSWORD = env("DEMO_PASSWORD", default="otoppath-demo")
DEMO_ACCOUNTS = ["volunteer", "officer", "chief", "supervisor", "auditor", "admin", "officer_other"]
if DEMO and not DEBUG:
    raise ImproperlyConfigured("DEMO=1 works only together with DEBUG=1.")

# The secret key, the keys of the national ID and the key of its blind index: from the
# environment, or made once into var/keys.env (0600). A backup without them is useless.
KEYS = load_keys(VAR_DIR / "keys.env")
SECRET_KEY = KEYS.secret_key

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "otoppath.thai",
    "otoppath.privacy",
    "otoppath.lists",
    "otoppath.jobs",
    "otoppath.places",
    "otoppath.accounts",
    "households",
    "groups",
    "products",
    "markets",
    "otoppath.pipeline",
    "otoppath.dashboards",
    "otoppath.demo",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "otoppath.accounts.adminconfig.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "otoppath.accounts.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "otoppath.accounts.compression.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "otoppath.accounts.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "otoppath.accounts.middleware.PersonalPagesMiddleware",
    "otoppath.accounts.middleware.ReturningLoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "otoppath.accounts.middleware.AccountStateMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "otoppath.dashboards.errors.draw_method_not_allowed",
    "otoppath.dashboards.errors.draw_not_found_in_the_demo",
]

ROOT_URLCONF = "otoppath.urls"
WSGI_APPLICATION = "otoppath.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
APPEND_SLASH = True

# --- Cache --------------------------------------------------------------------------------

# Codes that were used and limits that are full: all workers of the machine share them, or each
# would let the same code in once more. Files, so that nothing has to be installed or migrated.
CACHES = {
    "default": env.cache("CACHE_URL")
    if "CACHE_URL" in env
    else {
        "BACKEND": "otoppath.accounts.caching.SharedFileCache",
        "LOCATION": str(VAR_DIR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- Database -----------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'otoppath.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE, not WAL alone, is what removes "database is locked": a transaction that reads
    # and then writes takes the write lock when it begins. 20 s covers the busiest queue seen.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is overwritten or deleted, an erased name above all, leaves no trace in free pages.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"]["options"] = "-c jit=off"
# A new connection costs SQLite a tenth of a page: it reads the definitions of all tables.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# --- Error reporting and logging ----------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "otoppath.accounts.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}

# --- Files --------------------------------------------------------------------------------

# Photos and files are private: no URL serves this folder, each is sent by the view of the
# record it belongs to, after the same scope check.
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "files")))
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", default=10 * 1024 * 1024)
# Ten photos at once; a larger request is refused before it is read.
UPLOAD_MAX_BYTES = 10 * PHOTO_MAX_BYTES
FILE_UPLOAD_HANDLERS = [
    "otoppath.privacy.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SHEET_MAX_BYTES = env.int("SHEET_MAX_BYTES", default=10 * 1024 * 1024)

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Forms and templates ------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "otoppath.accounts.templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "otoppath.accounts.context.frame",
            ],
            "builtins": ["otoppath.thai.templatetags.thai"],
        },
    }
]

# --- Globalization ------------------------------------------------------------------------

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("ไทย")), ("en", _("อังกฤษ"))]
LOCALE_PATHS = [BASE_DIR / "otoppath" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
# Off: in English it would put a comma into every year and key. The filters `number` and `baht`
# say where one belongs.
USE_THOUSAND_SEPARATOR = False

# --- HTTP and security --------------------------------------------------------------------

# An office that serves plain http inside its own building says so: HTTPS=0.
HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "otoppath.accounts.lockout.client_ip"
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "otoppath.dashboards.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Sessions -----------------------------------------------------------------------------

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SAMESITE = "Lax"

# --- Auth ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "otoppath.accounts.permissions.RoleBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Chiefs and administrators must set up a second factor before they see anything.
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=not DEBUG)

ACCOUNT_ADAPTER = "otoppath.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Wrong passwords and codes are counted by axes, in the database, for a name at an address. Slower,
# for a name whatever the address: who has many addresses gets 30 tries an hour, not 20 from each.
LOGIN_FAILURES_OF_A_NAME = "30/h/key"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/5m/key",  # wrong codes, for a name whatever the address
    # Any try from one address, right or wrong. An office, or all offices behind a proxy that is
    # not told of (BEHIND_PROXY), is one address: a morning's 100 logins must pass, while one
    # machine that tries a password over all names gets no further than two in a second.
    "login": "120/m/ip",
}
ACCOUNT_FORMS = {
    "login": "otoppath.accounts.forms.login.LoginForm",
    "change_password": "otoppath.accounts.forms.login.ChangePasswordForm",
    "reauthenticate": "otoppath.accounts.forms.login.ReauthenticateForm",
}
MFA_ADAPTER = "otoppath.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "otoppath.accounts.forms.login.CodeForm",
    "reauthenticate": "otoppath.accounts.forms.login.ReauthenticateCodeForm",
    "activate_totp": "otoppath.accounts.forms.login.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "OTOP Path"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "otoppath.accounts.lockout.locked_out"
# A try during the lock does not make it longer: the page says when it ends, and it does.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # otoppath.accounts.admin shows what is of use

# --- Jobs ---------------------------------------------------------------------------------

# In the database, in the transaction that wants the job done: neither lost nor done for nothing.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Import and export --------------------------------------------------------------------

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", default=50_000)
# Days in which an import can be taken back; then what its rows say of people is let go.
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", default=30)
