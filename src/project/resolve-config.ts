// Flags win, then the environment, then package.json, then the defaults. All mistakes are told at once.

import { didYouMean } from "../core/did-you-mean.ts";
import { AirgoError, type Problem, toProblem } from "../core/errors.ts";
import { isDagId } from "../core/names.ts";
import { locateKey } from "./locate-key.ts";
import { DEFAULTS, PARSERS } from "./parse-setting.ts";
import type { Origin, ProjectConfig, ResolvedConfig, SettingName } from "./project-config.ts";

/** The layers that a configuration is made of. */
export interface ConfigLayers {
  /** The text of package.json; undefined where a bundle already holds what it said. */
  readonly packageJson?: string;
  /** What a bundle was built with: the lowest layer, instead of package.json and the defaults. */
  readonly embedded?: ResolvedConfig;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** By setting name; undefined is not given. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

interface Found {
  readonly raw: unknown;
  readonly origin: Origin;
}

/** @throws AirgoError "invalid-config" with every mistake */
export function resolveConfig(layers: ConfigLayers): ResolvedConfig {
  return new Resolution(layers).resolve();
}

/** `namespace` as `AIRGO_NAMESPACE`. */
export function environmentName(setting: string): string {
  return `AIRGO_${setting.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
}

/** `serviceAccountName` as `--service-account-name`. */
export function flagName(setting: string): string {
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const SETTING_NAMES = Object.keys(PARSERS).filter(isSettingName);
/** What is given in a later one wins. */
const LAYERS: readonly Origin["layer"][] = ["default", "package.json", "environment", "flag"];
const DEFAULT_ORIGIN: Origin = { layer: "default", name: "" };

class Resolution {
  readonly #layers: ConfigLayers;
  readonly #packageName: unknown;
  readonly #written: Readonly<Record<string, unknown>>;
  readonly #problems: Problem[] = [];
  readonly #origins = new Map<SettingName, Origin>();

  constructor(layers: ConfigLayers) {
    this.#layers = layers;
    const manifest = this.#parsePackageJson(layers.packageJson);
    this.#packageName = manifest.name;
    this.#written = isRecord(manifest.airgo) ? manifest.airgo : {};
    if (manifest.airgo !== undefined && !isRecord(manifest.airgo)) {
      this.#refuse("airgo", '"airgo" in package.json is not an object', 'write "airgo": { … }');
    }
  }

  resolve(): ResolvedConfig {
    this.#refuseUnknown();
    const projectName = this.#pick("projectName", this.#defaultName());
    const tag = this.#pick("tag", DEFAULTS.tag);
    const config: ProjectConfig = {
      projectName,
      image: this.#image(projectName, tag),
      tag,
      namespace: this.#pick("namespace", DEFAULTS.namespace),
      serviceAccountName: this.#pick("serviceAccountName", DEFAULTS.serviceAccountName),
      timezone: this.#pick("timezone", DEFAULTS.timezone),
      dagsDir: this.#pick("dagsDir", DEFAULTS.dagsDir),
      templatesDir: this.#pick("templatesDir", DEFAULTS.templatesDir),
      outDir: this.#pick("outDir", DEFAULTS.outDir),
      external: this.#pick("external", DEFAULTS.external),
      setup: this.#pick("setup", DEFAULTS.setup),
      bundle: this.#pick("bundle", DEFAULTS.bundle),
      terminationGracePeriodSeconds: this.#pick(
        "terminationGracePeriodSeconds",
        DEFAULTS.terminationGracePeriodSeconds,
      ),
      backfillTtlSeconds: this.#pick("backfillTtlSeconds", DEFAULTS.backfillTtlSeconds),
      structureMismatch: this.#pick("structureMismatch", DEFAULTS.structureMismatch),
      maxValueBytes: this.#pick("maxValueBytes", DEFAULTS.maxValueBytes),
      warnValueBytes: this.#pick("warnValueBytes", DEFAULTS.warnValueBytes),
    };
    const [first, ...rest] = this.#problems;
    if (first !== undefined) throw AirgoError.of([first, ...rest]);
    return { config, origins: this.#allOrigins() };
  }

  /** The value of the highest layer that gives one; the fallback, with a problem noted, where it cannot be used. */
  #pick<Name extends SettingName>(name: Name, fallback: ProjectConfig[Name]): ProjectConfig[Name] {
    const found = this.#find(name);
    if (found === undefined) {
      this.#origins.set(name, this.#layers.embedded?.origins[name] ?? DEFAULT_ORIGIN);
      return this.#layers.embedded?.config[name] ?? fallback;
    }
    this.#origins.set(name, found.origin);
    const parsed = PARSERS[name](found.raw);
    if ("value" in parsed) return parsed.value;
    this.#refuse(
      name,
      `${describeOrigin(found.origin)} is ${JSON.stringify(found.raw)}, which is not ${parsed.expected}`,
      parsed.hint ?? `give ${parsed.expected}`,
    );
    return fallback;
  }

  /** The tag replaces the image's own, unless the image was given where it weighs more: `--image a:3` over AIRGO_TAG. */
  #image(projectName: string, tag: string | undefined): string {
    const image = this.#pick("image", `${projectName}:latest`);
    if (tag === undefined) return image;
    const isOutweighed = this.#weight("image") > this.#weight("tag");
    return isOutweighed && nameIn(image) !== image ? image : `${nameIn(image)}:${tag}`;
  }

  #weight(name: SettingName): number {
    return LAYERS.indexOf(this.#originOf(name).layer);
  }

  #find(name: SettingName): Found | undefined {
    const { flags = {}, env = {} } = this.#layers;
    const variable = environmentName(name);
    const candidates: Found[] = [
      { raw: flags[name], origin: { layer: "flag", name: flagName(name) } },
      // An empty variable is how a shell says "not set".
      { raw: env[variable] || undefined, origin: { layer: "environment", name: variable } },
      { raw: this.#written[name], origin: { layer: "package.json", name: `airgo.${name}` } },
    ];
    return candidates.find(({ raw }) => raw !== undefined);
  }

  /** The package's own name, where it is one that Kubernetes takes. */
  #defaultName(): string {
    const { embedded } = this.#layers;
    if (embedded !== undefined) return embedded.config.projectName;
    if (isDagId(this.#packageName)) return this.#packageName;
    if (this.#find("projectName") === undefined) {
      this.#refuse(
        "projectName",
        `the project has no name, and the package's (${JSON.stringify(this.#packageName)}) cannot be one in a cluster`,
        'set "airgo": { "projectName": "my-project" } in package.json',
      );
    }
    return "project";
  }

  #refuseUnknown(): void {
    for (const key of Object.keys(this.#written).filter((name) => !isSettingName(name))) {
      const hint = didYouMean(key, SETTING_NAMES) || `the settings are ${SETTING_NAMES.join(", ")}`;
      this.#refuse(key, `"airgo.${key}" in package.json is not a setting`, hint);
    }
  }

  #parsePackageJson(text: string | undefined): Readonly<Record<string, unknown>> {
    if (text === undefined) return {};
    try {
      const parsed: unknown = JSON.parse(text);
      if (isRecord(parsed)) return parsed;
    } catch (cause) {
      throw new AirgoError("invalid-config", `package.json is not JSON: ${String(cause)}`, {
        hint: "mend package.json",
        cause,
      });
    }
    return {};
  }

  #refuse(key: string, message: string, hint: string): void {
    const location = locateKey(this.#layers.packageJson, key);
    this.#problems.push(toProblem("invalid-config", message, { hint, location }));
  }

  #allOrigins(): Readonly<Record<SettingName, Origin>> {
    const entries = SETTING_NAMES.map((name) => [name, this.#originOf(name)] as const);
    return Object.fromEntries(entries) as Record<SettingName, Origin>; // one entry a setting name
  }

  #originOf(name: SettingName): Origin {
    return this.#origins.get(name) ?? DEFAULT_ORIGIN;
  }
}

/** `repo/name` of `repo/name:tag` or `repo/name@sha256:…`; a colon before the last slash is a port. */
function nameIn(image: string): string {
  const [name = image] = image.split("@");
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
}

/** Where a value came from, as a person would look it up. */
export function describeOrigin({ layer, name }: Origin): string {
  return layer === "package.json" ? `"${name}" in package.json` : name;
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(PARSERS, name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
