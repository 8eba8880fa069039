import assert from "node:assert/strict";
import test from "node:test";
import { isAirgoError, type Problem } from "../../src/core/errors.ts";
import { type ConfigLayers, resolveConfig } from "../../src/project/resolve-config.ts";

function packageJson(airgo: object | undefined, name = "demo"): string {
  return JSON.stringify({ name, airgo }, undefined, 2);
}

function problemsOf(layers: ConfigLayers): readonly Problem[] {
  try {
    resolveConfig(layers);
  } catch (error) {
    if (isAirgoError(error)) return error.problems;
    throw error;
  }
  return assert.fail("the configuration was accepted");
}

test("a flag wins over the environment, that over package.json, and that over the default", () => {
  const layers = {
    packageJson: packageJson({ namespace: "from-file", timezone: "Europe/Paris", image: "a/b:1" }),
    env: { AIRGO_NAMESPACE: "from-env", AIRGO_TIMEZONE: "Asia/Tokyo", AIRGO_IMAGE: "" },
    flags: { namespace: "from-flag", timezone: undefined },
  };
  const { config, origins } = resolveConfig(layers);
  assert.equal(config.namespace, "from-flag");
  assert.deepEqual(origins.namespace, { layer: "flag", name: "--namespace" });
  assert.equal(config.timezone, "Asia/Tokyo");
  assert.deepEqual(origins.timezone, { layer: "environment", name: "AIRGO_TIMEZONE" });
  assert.equal(config.image, "a/b:1", "an empty variable is not set");
  assert.deepEqual(origins.image, { layer: "package.json", name: "airgo.image" });
  assert.equal(config.serviceAccountName, "default");
  assert.deepEqual(origins.serviceAccountName, { layer: "default", name: "" });
});

test("the project is named after its package, where that is a name for a cluster", () => {
  const { config } = resolveConfig({ packageJson: packageJson(undefined, "my-etl") });
  assert.equal(config.projectName, "my-etl");
  assert.equal(config.image, "my-etl:latest");
  const [problem] = problemsOf({ packageJson: packageJson({}, "@team/etl") });
  assert.equal(problem?.code, "invalid-config");
  assert.match(problem?.message ?? "", /"@team\/etl"/);
});

test("a tag replaces the tag or the digest of the image, and no port", () => {
  const images = [
    ["team/etl:1.0", "team/etl:2.0"],
    ["team/etl", "team/etl:2.0"],
    ["registry.example:5000/etl", "registry.example:5000/etl:2.0"],
    ["registry.example:5000/etl:1.0", "registry.example:5000/etl:2.0"],
    [`team/etl@sha256:${"0".repeat(64)}`, "team/etl:2.0"],
    [`team/etl:1.0@sha256:${"0".repeat(64)}`, "team/etl:2.0"],
  ];
  for (const [image, tagged] of images) {
    const { config } = resolveConfig({
      packageJson: packageJson({ image }),
      env: { AIRGO_TAG: "2.0" },
    });
    assert.equal(config.image, tagged);
  }
});

test("an image with a tag of its own wins over the tag of a lower layer, never over --tag", () => {
  const digest = `a@sha256:${"0".repeat(64)}`;
  const cases = [
    { flags: { image: "a:3" }, env: { AIRGO_TAG: "2" }, image: "a:3" },
    { flags: { image: digest }, env: { AIRGO_TAG: "2" }, image: digest },
    { flags: { image: "a:3", tag: "4" }, env: { AIRGO_TAG: "2" }, image: "a:4" },
    { flags: { image: "host:5000/a" }, env: { AIRGO_TAG: "2" }, image: "host:5000/a:2" },
    { flags: { image: "a:3" }, airgo: { tag: "1" }, image: "a:3" },
    { env: { AIRGO_IMAGE: "a:3" }, airgo: { tag: "1" }, image: "a:3" },
    { env: { AIRGO_IMAGE: "a:3", AIRGO_TAG: "2" }, image: "a:2" },
    { airgo: { image: "a:3", tag: "1" }, image: "a:1" },
    { flags: { tag: "4" }, env: { AIRGO_IMAGE: "a:3" }, image: "a:4" },
  ];
  for (const { airgo = {}, image, ...layers } of cases) {
    const { config } = resolveConfig({ packageJson: packageJson(airgo), ...layers });
    assert.equal(config.image, image, JSON.stringify(layers));
    // The same where a bundle holds what package.json said.
    const embedded = resolveConfig({ packageJson: packageJson(airgo) });
    assert.equal(resolveConfig({ embedded, ...layers }).config.image, image);
  }
});

test("a time zone is taken as a DAG's is: in the spelling that Go knows", () => {
  const cases = [
    ["europe/berlin", 'write "Europe/Berlin"'],
    ["utc", 'write "UTC"'],
    ["PST", 'write "America/Los_Angeles"'],
    ["+01:00", /^write "Etc\/GMT-1"/],
    ["Mars/Olympus", /such as "UTC"/],
  ] as const;
  for (const [timezone, hint] of cases) {
    const [problem] = problemsOf({
      packageJson: packageJson({}),
      env: { AIRGO_TIMEZONE: timezone },
    });
    assert.equal(
      problem?.message,
      `AIRGO_TIMEZONE is ${JSON.stringify(timezone)}, which is not a time zone of the IANA database`,
    );
    assert.match(problem?.hint ?? "", typeof hint === "string" ? new RegExp(`^${hint}$`) : hint);
  }
  const [problem] = problemsOf({ packageJson: packageJson({ timezone: "europe/berlin" }) });
  assert.equal(problem?.location?.line, 4);
  for (const timezone of ["Europe/Berlin", "UTC", "Asia/Calcutta", "US/Pacific"]) {
    assert.equal(
      resolveConfig({ packageJson: packageJson({ timezone }) }).config.timezone,
      timezone,
    );
  }
});

test("what a bundle was built with is the lowest layer when it runs", () => {
  const embedded = resolveConfig({ packageJson: packageJson({ namespace: "team", image: "a:1" }) });
  const { config, origins } = resolveConfig({ embedded, flags: { tag: "2", namespace: "other" } });
  assert.equal(config.projectName, "demo");
  assert.equal(config.image, "a:2");
  assert.equal(config.namespace, "other");
  assert.deepEqual(origins.image, { layer: "package.json", name: "airgo.image" });
});

test("texts of the environment become numbers and lists", () => {
  const env = { AIRGO_BACKFILL_TTL_SECONDS: "60", AIRGO_EXTERNAL: "sharp, @prisma/client" };
  const { config } = resolveConfig({ packageJson: packageJson({}), env });
  assert.equal(config.backfillTtlSeconds, 60);
  assert.deepEqual(config.external, ["sharp", "@prisma/client"]);
});

test("every mistake is told at once, at its line", () => {
  const airgo = { namespce: "x", namespace: "Not A Label", external: "sharp pg", tag: ":" };
  const problems = problemsOf({
    packageJson: packageJson(airgo),
    env: { AIRGO_TIMEZONE: "Mars/Olympus", AIRGO_MAX_VALUE_BYTES: "-1" },
  });
  const told = problems.map(({ message, location }) => `${location?.line}: ${message}`);
  assert.equal(problems.length, 6, told.join("\n"));
  assert.ok(problems.every(({ code }) => code === "invalid-config"));
  const about = (word: string) => problems.find(({ message }) => message.includes(word));
  assert.equal(about("namespce")?.hint, 'did you mean "namespace"?');
  assert.equal(about("namespce")?.location?.line, 4);
  assert.deepEqual(about("Not A Label")?.location, { file: "package.json", line: 5, column: 5 });
  assert.match(about("AIRGO_TIMEZONE")?.message ?? "", /AIRGO_TIMEZONE is "Mars\/Olympus"/);
});

test("a path that leaves the project is refused", () => {
  for (const outDir of ["../out", "/tmp/out", ".", "a/../../b"]) {
    const [problem] = problemsOf({ packageJson: packageJson({ outDir }) });
    assert.match(problem?.message ?? "", /airgo.outDir/, outDir);
  }
});

test("a package.json that is not JSON is told, whatever else is wrong", () => {
  const [problem] = problemsOf({ packageJson: "{ airgo }" });
  assert.match(problem?.message ?? "", /package.json is not JSON/);
});
