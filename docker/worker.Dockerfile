# A worker: takes edits from the queue and makes them, on a CPU or, with these arguments, on a GPU with CUDA 12.
# docker build -f docker/worker.Dockerfile -t inlay-worker .
# docker build -f docker/worker.Dockerfile -t inlay-worker-gpu \
#   --build-arg ONNXRUNTIME=cuda12 --build-arg BASE=nvidia/cuda:12.9.1-cudnn-runtime-ubuntu24.04 .

ARG BASE=node:24-bookworm-slim

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY scripts/copy-page.ts ./scripts/copy-page.ts
RUN npm run build

FROM node:24-bookworm-slim AS modules
# skip: the libraries that the package brings, for the CPU. cuda12: those for CUDA too, fetched by its install script.
ARG ONNXRUNTIME=skip
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
RUN ONNXRUNTIME_NODE_INSTALL=${ONNXRUNTIME} npm rebuild onnxruntime-node --ignore-scripts=false
RUN rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM ${BASE} AS worker
ENV NODE_ENV=production DATA_DIR=/app/data ORT_DISABLE_TELEMETRY=1
WORKDIR /app
# The base with CUDA has no Node of its own.
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE NOTICE ./
COPY models ./models
RUN mkdir data && chown 1000:1000 data
USER 1000:1000
ENTRYPOINT ["node", "dist/cli/index.js"]
CMD ["worker"]
