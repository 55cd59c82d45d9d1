# syntax=docker/dockerfile:1
# Built in two stages: what building needs stays behind, what serves runs as a user without rights.

FROM node:24-bookworm-slim AS build
WORKDIR /rollcall
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1 PRISMA_SKIP_POSTINSTALL_GENERATE=1
COPY package.json package-lock.json .npmrc ./
# The Node that npm would install for machines with an older one is here already.
RUN npm ci --include=dev --ignore-scripts
COPY . .
RUN node scripts/generate.ts && NODE_ENV=production node node_modules/next/dist/bin/next build \
  && node scripts/share-chunks.mjs
RUN npm prune --omit=dev --ignore-scripts && rm -rf .next/cache e2e bench docs

FROM node:24-bookworm-slim
WORKDIR /rollcall
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 DATA_DIR=/data PORT=3000
COPY --from=build --chown=root:root /rollcall .
# Only the embedded database writes; with DATABASE_URL nothing does.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ok}) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "server.ts"]
