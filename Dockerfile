# Two stages: the packages are built once, the image holds only what runs.
FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements.txt ./
RUN python3 -m venv /venv
RUN /venv/bin/pip install --quiet --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim
WORKDIR /app
COPY --from=packages /venv /venv
COPY bot.py gateway_accounts.py lean.py live_settings.py panel_accounts.py settings.py setting_words.py setting_texts.py env_file.py logs.py doctor.py ./
COPY app/ app/
COPY shop/ shop/
COPY panel/ panel/
COPY storage/ storage/
COPY payments/ payments/
COPY messaging/ messaging/
COPY handlers/ handlers/
COPY charts/ charts/
COPY jobs/ jobs/
COPY locales/ locales/
# Byte code in the image halves the time a start takes.
RUN /venv/bin/python -m compileall -q .
RUN mkdir -p -m 777 /data
ENV DATABASE_URL=sqlite+aiosqlite:////data/kiosk.db
VOLUME /data
USER 10001:10001
STOPSIGNAL SIGTERM
CMD ["/venv/bin/python", "bot.py", "run"]
