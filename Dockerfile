# Bansou for production: one image, three uses (fill_site once, web, worker); docker-compose.yml shows them together.
FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir "uv>=0.9,<1"
WORKDIR /srv/bansou
COPY pyproject.toml uv.lock .python-version ./
# --build-arg EXTRAS="--extra opensearch" where BANSOU_SEARCH_URL is to be set.
ARG EXTRAS=""
RUN uv sync --locked --no-dev ${EXTRAS}
COPY . .
# The values are for this step alone: collecting files signs nothing, mails nothing and asks no database.
RUN DJANGO_SETTINGS_MODULE=bansou.settings.production BANSOU_VAR=/var/lib/bansou BANSOU_HOSTS=localhost \
    BANSOU_BASE_URL=https://localhost BANSOU_MAIL_URL=smtp://localhost DATABASE_URL=postgres://localhost/none \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    BANSOU_PRIVATE_KEYS="$(.venv/bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    BANSOU_SECOND_FACTOR_KEYS="$(.venv/bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    BANSOU_SELF_CHECK_KEYS="$(.venv/bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/bansou --shell /usr/sbin/nologin bansou
WORKDIR /srv/bansou
COPY --from=build /srv/bansou /srv/bansou
COPY --from=build --chown=bansou:bansou /var/lib/bansou /var/lib/bansou
# Made here, so that a volume mounted on it belongs to the user.
RUN mkdir -p /var/lib/bansou/media && chown bansou:bansou /var/lib/bansou /var/lib/bansou/media
ENV PATH=/srv/bansou/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=bansou.settings.production BANSOU_VAR=/var/lib/bansou PORT=8000
USER bansou
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "bansou.operations.web_server", "--host", "0.0.0.0"]
