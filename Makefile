# `make` alone says what there is. Needs Python 3.11+ and make, nothing else.

PYTHON  ?= python3
HOST    ?= 127.0.0.1
PORT    ?= 8000
WORKERS ?= 2

PY     := .venv/bin/python
MANAGE := $(PY) manage.py
# Threads, so that a photo that comes slowly over a village's line holds up nobody else.
# The worker beside it does what a page leaves behind; both stop together.
SERVE   = exec $(PY) -m otoppath.jobs.together $(PY) -m gunicorn otoppath.wsgi --bind '$(HOST):$(PORT)' --workers $(WORKERS) \
          --worker-class gthread --threads 8 --no-control-socket
PLAIN   = http://$(HOST):$(PORT)/

# The demo has a database and files of its own, and shares nothing with a real system but keys.
DEMO_PASSWORD ?= otoppath-demo
DEMO_DATABASE := $(CURDIR)/var/demo.sqlite3
DEMO = DEBUG=1 DEMO=1 HTTPS=0 DEMO_PASSWORD='$(DEMO_PASSWORD)' MEDIA_ROOT='$(CURDIR)/var/demo-files'
# On plain http a real system stays on this machine; a proxy in front of it brings the https.
REAL = DEBUG=0 HTTPS="$${HTTPS:-$(if $(BEHIND_PROXY),1,0)}"

export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run demo serve office test lint messages venv tests-venv port

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

# --- Running ------------------------------------------------------------------------------

run: $(if $(DATABASE_URL),serve,demo) ## the demo; with DATABASE_URL, the real system on that database

demo: venv port
	@mkdir -p -m 700 var; set -e; \
	if [ ! -e '$(DEMO_DATABASE)' ]; then \
	    echo 'กำลังสร้างข้อมูลสาธิต (ครั้งแรกเท่านั้น) / building the demo, once'; \
	    rm -rf '$(DEMO_DATABASE)'.new* var/demo-files; \
	    export DATABASE_URL='sqlite:///$(DEMO_DATABASE).new'; \
	    $(DEMO) $(MANAGE) migrate --verbosity 0; \
	    $(DEMO) $(MANAGE) load_demo; \
	    mv '$(DEMO_DATABASE).new' '$(DEMO_DATABASE)'; \
	fi; \
	export DATABASE_URL='sqlite:///$(DEMO_DATABASE)'; \
	$(DEMO) $(MANAGE) migrate --verbosity 0; \
	printf '  %s\n' '' \
	    'ระบบสาธิต / demo:     $(PLAIN)' \
	    'บัญชี / accounts:      volunteer officer chief supervisor auditor admin' \
	    '                      officer_other (อำเภออื่น / another district)' \
	    'รหัสผ่าน / password:   $(DEMO_PASSWORD)' \
	    'หยุดด้วย Ctrl+C / stop with Ctrl+C' ''; \
	export $(DEMO); $(SERVE)

serve: venv port
	@set -e; export $(REAL); \
	$(MANAGE) migrate --verbosity 0; \
	$(MANAGE) collectstatic --noinput --verbosity 0; \
	$(MANAGE) first_administrator; \
	printf '  %s\n' '' '$(PLAIN)' 'หยุดด้วย Ctrl+C / stop with Ctrl+C' ''; \
	$(SERVE)

office: venv port ## a real system for one office; asks, or takes PLACES= DISTRICT= ADMIN= CHIEF=
	@set -e; export $(REAL); \
	$(MANAGE) migrate --verbosity 0; \
	$(MANAGE) set_up_office $(if $(PLACES),--places '$(PLACES)') $(if $(DISTRICT),--district '$(DISTRICT)') \
	    $(if $(ADMIN),--administrator '$(ADMIN)') $(if $(CHIEF),--chief '$(CHIEF)'); \
	$(MANAGE) collectstatic --noinput --verbosity 0; \
	printf '  %s\n' '' '$(PLAIN)' 'หยุดด้วย Ctrl+C / stop with Ctrl+C' ''; \
	$(SERVE)

# --- Checking -----------------------------------------------------------------------------

test: tests-venv ## the whole suite on SQLite, beside it on PostgreSQL where it answers
	@$(PY) tests/run_suite.py

lint: tests-venv ## style, types, import order, migrations, templates, deployment
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache
	$(PY) -m djhtml --check templates
	DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=tests.settings HTTPS=1 $(MANAGE) check --deploy --fail-level WARNING

# English comes from the source. Thai is the source: its catalogue holds only what the libraries
# say in English, and is written by hand.
messages: tests-venv ## collect the sentences of the source into the catalogue, compile both
	@command -v xgettext >/dev/null || { echo 'sudo apt-get install gettext' >&2; exit 1; }
	DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) makemessages --locale en --no-wrap \
	    --no-obsolete --add-location file \
	    --ignore .venv --ignore var --ignore 'tests/*' --ignore 'benchmarks/*'
	$(PY) -m tests.catalogues

# --- Set-up -------------------------------------------------------------------------------

venv:
	@.ci/venv

tests-venv:
	@.ci/venv tests

port: venv
	@$(PY) -c 'import socket, sys; s = socket.socket(); \
	    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); \
	    s.bind((sys.argv[1], int(sys.argv[2])))' '$(HOST)' '$(PORT)' 2>/dev/null || { \
	    echo 'ใช้พอร์ต $(PORT) ไม่ได้ / port $(PORT) is taken: make $(MAKECMDGOALS) PORT=8010' >&2; exit 1; }
