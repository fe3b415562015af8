# The bot: talks to Discord, puts edits into the queue and posts what comes back.
# docker build -f docker/bot.Dockerfile -t inlay-bot .

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY scripts/copy-page.ts ./scripts/copy-page.ts
RUN npm run build

FROM node:24-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
# ONNX Runtime brings the libraries of every system; here one is enough.
RUN rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM node:24-bookworm-slim AS bot
ENV NODE_ENV=production DATA_DIR=/app/data ORT_DISABLE_TELEMETRY=1
WORKDIR /app
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE NOTICE ./
COPY models ./models
COPY assets ./assets
RUN mkdir data && chown 1000:1000 data
USER 1000:1000
VOLUME ["/app/data"]
ENTRYPOINT ["node", "dist/cli/index.js"]
CMD ["bot"]
