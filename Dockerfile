# Two stages: the first builds the bundle, the second holds Node and the one file.
FROM node:22-slim AS build
WORKDIR /project
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json build.mjs ./
COPY src ./src
COPY runtime ./runtime
COPY templates ./templates
COPY dags ./dags
RUN node build.mjs

FROM node:22-slim
WORKDIR /app
COPY --from=build /project/dist/airgo.js /app/airgo.js
# Numeric: Kubernetes checks `runAsNonRoot` against a number.
USER 1000:1000
ENTRYPOINT ["node", "/app/airgo.js"]
