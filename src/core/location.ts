// Where in the user's own TypeScript something was written. Taking a site costs a captured stack and no text;
// the text is made, and mapped through source maps, only when a mistake has to be told.

export interface Location {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A captured stack whose first frame is the user's call. */
export interface Site {
  readonly stack?: string;
}

/** More than one, because a frame of Node's own is passed over. */
export const SITE_FRAMES = 2;

/** A function or a class. */
export type Callable =
  | ((...args: never[]) => unknown)
  | (abstract new (
      ...args: never[]
    ) => unknown);

/** Captures the place that called `above`, which is on the stack now. */
export function captureSite(above: Callable): Site {
  const site: { stack?: string } = {};
  // The caller is the first frame below `above`; capturing more of them is most of what a site costs.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = SITE_FRAMES;
  Error.captureStackTrace(site, above);
  Error.stackTraceLimit = stackTraceLimit;
  return site;
}

/** Maps a position of generated code to the user's source; a bundle registers the one that knows its source maps. */
export type PositionMapper = (generated: Location) => Location | undefined;

const MAPPER = Symbol.for("airgo.positionMapper");
// On the global object, because a bundle and a test may each carry a copy of this module.
const registry = globalThis as typeof globalThis & { [MAPPER]?: PositionMapper };

export function setPositionMapper(mapper: PositionMapper): void {
  registry[MAPPER] = mapper;
}

// "at name (file:1:2)", or "at file:1:2"; a folder's name may hold blanks and parentheses.
const FRAME = /^at (?:.*? \((.+):(\d+):(\d+)\)|(?:async )?(.+):(\d+):(\d+))$/;

/** The user's own file, line and column, or undefined where the stack names none. */
export function locate(site: Site | undefined): Location | undefined {
  for (const text of site?.stack?.split("\n") ?? []) {
    const parts =
      FRAME.exec(text.trim())
        ?.slice(1)
        .filter((part) => part !== undefined) ?? [];
    const [file, line, column] = parts;
    // Frames of Node, and of evaluated text, are no place to look at.
    if (file === undefined || /^node:|<anonymous>/.test(file)) continue;
    const place = { file: stripScheme(file), line: Number(line), column: Number(column) };
    return registry[MAPPER]?.(place) ?? place;
  }
  return undefined;
}

function stripScheme(file: string): string {
  return file.startsWith("file://") ? decodeURIComponent(new URL(file).pathname) : file;
}
