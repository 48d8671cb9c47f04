# Two stages: the packages are built once, the image holds only what runs.
FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements-image.txt requirements-sbom.txt ./
RUN python3 -m venv /venv
RUN /venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements-image.txt
# What the image holds, for whoever looks for vulnerable packages: a CycloneDX list, made from what is installed.
RUN python3 -m venv /sbom
RUN /sbom/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements-sbom.txt
RUN /sbom/bin/python -m cyclonedx_py environment --no-validate --output-reproducible --output-file /sbom/kiosk.cdx.json /venv/bin/python

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Kiosk"
LABEL org.opencontainers.image.description="A self-hosted Telegram storefront for API v2 panels"
LABEL org.opencontainers.image.licenses="MIT"
LABEL org.opencontainers.image.base.name="docker.io/library/python:3.13-slim"
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=packages /sbom/kiosk.cdx.json /sbom/kiosk.cdx.json
COPY bot.py lean.py listener.py newer_sqlite.py env_file.py private_files.py logs.py healthcheck.py ./
COPY cli/ cli/
COPY app/ app/
COPY settings/ settings/
COPY shop/ shop/
COPY panel/ panel/
COPY storage/ storage/
COPY payments/ payments/
COPY messaging/ messaging/
COPY handlers/ handlers/
COPY charts/ charts/
COPY health/ health/
COPY jobs/ jobs/
COPY locales/ locales/
# Byte code in the image halves the time a start takes, and the root file system may be read-only.
RUN /venv/bin/python -m compileall -q .
RUN install -d -m 700 -o 10001 -g 10001 /data
# All that is ever written: the database in /data, and files that are gone when they are done with in /tmp.
ENV HOME=/tmp
ENV PYTHONDONTWRITEBYTECODE=1
ENV DATABASE_URL=sqlite+aiosqlite:////data/kiosk.db
ENV HEALTH_LISTEN=127.0.0.1:9090
ENV BACKUP_FOLDER=/data/backups
VOLUME /data
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/venv/bin/python", "healthcheck.py"]
CMD ["/venv/bin/python", "bot.py", "run"]
