# Muster from source: Node 24 runs the TypeScript as it is, so there is one stage that builds the console
# and one that serves.
FROM node:24-bookworm-slim AS build
WORKDIR /muster
RUN npm install --global pnpm@12.21.0
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/domain/package.json packages/domain/
COPY packages/schema/package.json packages/schema/
COPY packages/server/package.json packages/server/
COPY packages/web/package.json packages/web/
COPY prisma/package.json prisma/
COPY examples/agents/package.json examples/agents/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
RUN pnpm install --frozen-lockfile
COPY . .
RUN node scripts/run.mjs generate && cd packages/web && ./node_modules/.bin/vite build

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 MUSTER_DATA=/data
WORKDIR /muster
COPY --from=build --chown=node:node /muster /muster
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell in between: SIGTERM reaches Muster, which stops in order within 30 s.
CMD ["node", "packages/server/src/main.ts"]
