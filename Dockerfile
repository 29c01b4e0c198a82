# syntax=docker/dockerfile:1
# Images of Earshot: `docker build --target api .`, `--target worker`, `--target worker-cuda`.

FROM node:22-bookworm-slim AS web
WORKDIR /src
COPY static/package.json static/package-lock.json static/.npmrc ./
RUN npm ci --no-fund --no-audit
COPY static/ ./
RUN npm run --silent build

# Packages are pinned with their hashes; only Earshot itself is built here.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY pyproject.toml README.md ./
COPY api/ api/
COPY earshot/ earshot/
COPY services/ services/
COPY workers/ workers/
COPY docs/deploy/api.lock docs/deploy/worker.lock docs/deploy/

FROM build AS api-packages
RUN python -m venv /opt/earshot \
    && /opt/earshot/bin/pip install --quiet --require-hashes -r docs/deploy/api.lock \
    && /opt/earshot/bin/pip install --quiet --no-deps --no-build-isolation --editable .

FROM build AS worker-packages
RUN python -m venv /opt/earshot \
    && /opt/earshot/bin/pip install --quiet --require-hashes -r docs/deploy/worker.lock \
    && /opt/earshot/bin/pip install --quiet --no-deps --no-build-isolation --editable .

# What all images have. The root file system may be read-only: /data and /tmp are written to.
FROM python:3.11-slim-bookworm AS base
RUN groupadd --gid 10001 earshot \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home \
        --shell /usr/sbin/nologin earshot \
    && install --directory --owner 10001 --group 10001 /data
ENV PATH=/opt/earshot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    EARSHOT_HOME=/data \
    EARSHOT_LOG_FORMAT=json
WORKDIR /app
COPY --from=build /app /app
VOLUME /data
USER 10001:10001
ENTRYPOINT ["python", "-m", "earshot"]

FROM base AS api
COPY --from=api-packages /opt/earshot /opt/earshot
COPY --from=web /src/dist static/dist
ENV EARSHOT_HOST=0.0.0.0
EXPOSE 8800
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8800/healthz', timeout=2)"]
CMD ["serve", "--workers", "0"]

FROM base AS worker
COPY --from=worker-packages /opt/earshot /opt/earshot
CMD ["worker"]

# CTranslate2 wants cuBLAS and cuDNN 9 of CUDA 12; the rest comes with its package.
FROM nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04 AS worker-cuda
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3=3.12.* python3-venv=3.12.* \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 earshot \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home \
        --shell /usr/sbin/nologin earshot \
    && install --directory --owner 10001 --group 10001 /data
WORKDIR /app
COPY --from=build /app /app
RUN python3 -m venv /opt/earshot \
    && /opt/earshot/bin/pip install --quiet --no-cache-dir --require-hashes \
        -r docs/deploy/worker.lock \
    && /opt/earshot/bin/pip install --quiet --no-cache-dir --no-deps --no-build-isolation \
        --editable .
ENV PATH=/opt/earshot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    EARSHOT_HOME=/data \
    EARSHOT_LOG_FORMAT=json \
    EARSHOT_ASR_DEVICE=cuda
VOLUME /data
USER 10001:10001
ENTRYPOINT ["python", "-m", "earshot"]
CMD ["worker"]
