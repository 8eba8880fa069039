#!/usr/bin/env node
// `kubectl` and `argo`, as far as airgo calls them, with a cluster that is a folder: FAKE_CLUSTER. One file an object,
// created as a whole or not at all; what a Workflow's phase is follows from its age, so nothing has to run. Every
// creation and deletion is written down in history.jsonl. The words are those of kubectl 1.32 and argo 4.0.7.

import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";

const root = process.env.FAKE_CLUSTER ?? fail("FAKE_CLUSTER is not set");
const program = path.basename(process.argv[1] ?? "");
const argv = process.argv.slice(2);

const REFUSED =
  "The connection to the server 127.0.0.1:26444 was refused - did you specify the right host or port?";
const at = (...names) => path.join(root, ...names);
const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const sleep = (ms) => ms > 0 && Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const settings = {
  /** How long a run is pending, and then running. */
  pendingMs: 0,
  runningMs: 100,
  /** Names of runs that fail. */
  failing: [],
  /** How long each call, and each object of a creation, takes. */
  callMs: 0,
  createMs: 0,
  /** The controller lets runs set no more than a reference. */
  restricted: false,
  /** How far lists lag behind, as those of a server that answers from a cache do. */
  lagMs: 0,
  /** After so many objects of a call, the server is gone. */
  refusedAfter: Number.POSITIVE_INFINITY,
  /** How long the pods of a deleted run stay. */
  remainsMs: 0,
  ...(fs.existsSync(at("settings.json")) ? readJson(at("settings.json")) : {}),
};

function fail(text, code = 1) {
  fs.writeSync(2, `${text}\n`);
  process.exit(code);
}

function write(entry) {
  fs.appendFileSync(at("history.jsonl"), `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
}

/** Options by their long names, and the words between them. */
function parse(args) {
  const flags = new Set(["ignore-not-found", "follow", "no-color"]);
  const options = {};
  const words = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--") words.push(...args.splice(i + 1));
    else if (!args[i].startsWith("--")) words.push(args[i]);
    else {
      const name = args[i].slice(2);
      options[name] = flags.has(name) ? true : args[++i];
    }
  }
  return { options, words };
}

// -- the objects

const file = (kind, name) => at(kind, `${name}.json`);

/** What the API server would answer now. */
function present(stored) {
  const { fake, ...object } = stored;
  const age = Date.now() - fake.createdAt;
  const iso = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  if (age < fake.pendingMs) return object;
  const isOver = age >= fake.pendingMs + fake.runningMs;
  const phase = isOver ? fake.end : "Running";
  const argo = "workflows.argoproj.io";
  const labels = { [`${argo}/phase`]: phase, [`${argo}/completed`]: String(isOver) };
  return {
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } },
    status: {
      phase,
      startedAt: iso(fake.createdAt + fake.pendingMs),
      ...(isOver ? { finishedAt: iso(fake.createdAt + fake.pendingMs + fake.runningMs) } : {}),
      ...(fake.error ? { message: fake.error } : {}),
      ...(object.status ?? {}),
    },
  };
}

function read(kind, name) {
  try {
    const object = readJson(file(kind, name));
    return kind === "workflows" ? present(object) : object;
  } catch {
    return undefined;
  }
}

function list(selector = "") {
  const names = fs.readdirSync(at("workflows")).filter((name) => name.endsWith(".json"));
  return names
    .sort()
    .filter((name) => settings.lagMs === 0 || ageOf(at("workflows", name)) >= settings.lagMs)
    .flatMap((name) => read("workflows", name.slice(0, -".json".length)) ?? [])
    .filter(({ metadata: { labels = {} } }) => selects(selector, labels));
}

function ageOf(path) {
  return Date.now() - fs.statSync(path).mtimeMs;
}

function selects(selector, labels) {
  const requirements = selector.split(/,(?![^(]*\))/).filter(Boolean);
  return requirements.every((text) => {
    const [, key, operator, value] =
      /^([^!= ]+)(!=|=| in )(.*)$/.exec(text) ?? fail(`bad selector ${text}`);
    if (operator === " in ") return value.slice(1, -1).split(",").includes(labels[key]);
    return operator === "=" ? labels[key] === value : labels[key] !== value;
  });
}

/** False where the name is taken. */
function create(workflow) {
  sleep(settings.createMs);
  const { generateName, ...rest } = workflow.metadata;
  const name = rest.name ?? `${generateName}${randomUUID().slice(0, 5)}`;
  const createdAt = Date.now();
  const metadata = {
    ...rest,
    name,
    uid: randomUUID(),
    creationTimestamp: new Date(createdAt).toISOString(),
  };
  const restricted = settings.restricted && "synchronization" in workflow.spec;
  const { pendingMs } = settings;
  const runningMs = restricted ? 0 : settings.runningMs;
  const error = restricted
    ? "fields [Synchronization] are not permitted when using workflowTemplateRef with templateReferencing restriction"
    : undefined;
  // What is done again succeeds.
  const isFailing = settings.failing.includes(name) && !fs.existsSync(at("deleted", name));
  const end = restricted ? "Error" : isFailing ? "Failed" : "Succeeded";
  const stored = { ...workflow, metadata, fake: { createdAt, pendingMs, runningMs, end, error } };
  const draft = at("drafts", `${name}-${process.pid}`);
  fs.writeFileSync(draft, JSON.stringify(stored));
  try {
    fs.linkSync(draft, file("workflows", name));
  } catch {
    return { name, isNew: false };
  } finally {
    fs.unlinkSync(draft);
  }
  write({ kind: "created", name, createdAt, endsAt: createdAt + pendingMs + runningMs });
  return { name, isNew: true };
}

function remove(name, uid) {
  const workflow = read("workflows", name);
  if (workflow === undefined) return "not-found";
  if (uid !== undefined && workflow.metadata.uid !== uid) return "conflict";
  fs.unlinkSync(file("workflows", name));
  // Until then, its pods are there.
  fs.writeFileSync(at("deleted", name), String(Date.now() + settings.remainsMs));
  write({ kind: "deleted", name, uid: workflow.metadata.uid, phase: workflow.status?.phase });
  return "deleted";
}

// -- what both print

const notFound = (resource, name) => `${resource}.argoproj.io "${name}" not found`;
const print = (text) => fs.writeSync(1, text);

/** As much of kubectl's JSONPath as airgo uses: a range of items, fields, a filter by name, texts. */
function jsonPath(template, object) {
  const body = /^\{range \.items\[\*\]\}(.*)\{end\}$/s.exec(template)?.[1];
  if (body === undefined) fail(`the fake does not know ${template}`);
  return object.items
    .map((item) => body.replace(/\{([^}]*)\}/g, (_, part) => jsonPathPart(part, item)))
    .join("");
}

function jsonPathPart(part, item) {
  if (part.startsWith('"')) return part.slice(1, -1);
  const keys = part.slice(1).match(/(?:\\.|[^.\\[])+|\[\?\([^)]*\)\]/g) ?? [];
  let value = item;
  for (const key of keys) {
    const wanted = /@\.name=="([^"]*)"/.exec(key)?.[1];
    value = wanted
      ? value?.find((each) => each.name === wanted)
      : value?.[key.replaceAll("\\", "")];
  }
  return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

// -- the outside: what can go wrong before anything is done

write({ kind: "call", program, argv });
sleep(settings.callMs);
if (fs.existsSync(at("hang"))) {
  process.on("SIGTERM", () => {});
  setInterval(() => {}, 1000);
} else if (fs.existsSync(at("stderr.txt"))) {
  fail(fs.readFileSync(at("stderr.txt"), "utf8").trimEnd());
} else if (fs.existsSync(at("down"))) {
  fail(REFUSED);
} else {
  const code = program === "kubectl" ? kubectl(parse(argv)) : argo(parse(argv));
  process.exitCode = code;
}

function kubectl({ options, words: [verb, resource, name] }) {
  if (verb === "get" && resource.startsWith("pods,")) {
    const workflow = options.selector.split("=")[1];
    const goneAt = fs.existsSync(at("deleted", workflow))
      ? Number(fs.readFileSync(at("deleted", workflow), "utf8"))
      : Number.POSITIVE_INFINITY;
    if (Date.now() < goneAt) print(`pod/${workflow}-run-1-1\n`);
    return 0;
  }
  if (verb === "get" && name !== undefined) {
    const kind = resource.split(".")[0];
    const object = read(kind, name);
    if (object !== undefined) print(JSON.stringify(object));
    else if (!options["ignore-not-found"])
      fail(`Error from server (NotFound): ${notFound(kind, name)}`);
    return 0;
  }
  if (verb === "get") {
    const template = options.output.replace(/^jsonpath=/, "");
    print(jsonPath(template, { items: list(options.selector) }));
    return 0;
  }
  if (verb === "create") return kubectlCreate();
  if (verb === "delete") return kubectlDelete(options.raw);
  if (verb === "logs") return printLogs(resource);
  return fail(`error: unknown command "${verb}"`);
}

function kubectlCreate() {
  const { items } = JSON.parse(fs.readFileSync(0, "utf8"));
  let code = 0;
  for (const [index, item] of items.entries()) {
    if (index >= settings.refusedAfter) fail(REFUSED);
    const { name, isNew } = create(item);
    if (isNew) print(`workflow.argoproj.io/${name}\n`);
    else {
      code = 1;
      fs.writeSync(
        2,
        `Error from server (AlreadyExists): error when creating "STDIN": workflows.argoproj.io "${name}" already exists\n`,
      );
    }
  }
  return code;
}

function kubectlDelete(address) {
  const name = path.basename(address);
  const { preconditions } = JSON.parse(fs.readFileSync(0, "utf8"));
  const outcome = remove(name, preconditions.uid);
  if (outcome === "not-found") fail(`Error from server (NotFound): ${notFound("workflows", name)}`);
  if (outcome === "conflict") {
    fail(
      `Error from server (Conflict): Operation cannot be fulfilled on Workflow.argoproj.io "${name}": the UID in the precondition does not match the UID in record`,
    );
  }
  print(JSON.stringify({ kind: "Status", status: "Success" }));
  return 0;
}

function argo({ options, words: [verb, name, last] }) {
  if (verb === "list") print(JSON.stringify(list(options.selector)));
  else if (verb === "get")
    print(JSON.stringify(read("workflows", name) ?? argoNotFound("workflows", name)));
  else if (verb === "template") {
    print(
      JSON.stringify(read("workflowtemplates", last) ?? argoNotFound("workflowtemplates", last)),
    );
  } else if (verb === "submit") argoSubmit();
  else if (verb === "delete") {
    if (remove(name) === "not-found") print(`Workflow '${name}' not found\n`);
  } else if (verb === "stop" || verb === "retry") {
    if (read("workflows", name) === undefined) argoNotFound("workflows", name);
    write({ kind: verb, name });
  } else if (verb === "logs") printLogs(last, `${last}: `);
  else fail(`Error: unknown command "${verb}" for "argo"`);
  return 0;
}

function argoNotFound(kind, name) {
  return fail(`Error: rpc error: code = NotFound desc = ${notFound(kind, name)}`);
}

function argoSubmit() {
  const workflow = JSON.parse(fs.readFileSync(0, "utf8"));
  const { name, isNew } = create(workflow);
  if (isNew) print(`${name}\n`);
  else
    fail(
      `Error: failed to submit workflow: rpc error: code = AlreadyExists desc = workflows.argoproj.io "${name}" already exists`,
    );
}

function printLogs(pod, prefix = "") {
  const log = at("logs", `${pod}.log`);
  if (!fs.existsSync(log)) fail(`Error from server (NotFound): pods "${pod}" not found`);
  for (const line of fs.readFileSync(log, "utf8").split("\n").slice(0, -1))
    print(`${prefix}${line}\n`);
  return 0;
}
