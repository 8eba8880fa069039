// Stack traces name the user's own files and lines. Source maps are read when the text of a stack is asked for, which
// happens when an error is printed; until then they cost nothing.

import type { SourceMap, SourceMapPayload } from "node:module";
import { type Location, setPositionMapper } from "../src/core/location.ts";
import type { Pack } from "./loader.ts";

/** Lets `locate` map positions in the pack's code to the files that the code was made from. */
export function mapLocations(pack: Pack): void {
  setPositionMapper(positionMapper(pack));
}

/** Lets every stack of this process name the user's files: only for a process that is the bundle's own. */
export function mapStacks(pack: Pack): void {
  const map = positionMapper(pack);
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.map((site) => `\n    at ${mapFrame(site, map)}`);
    return headline(error) + frames.join("");
  };
}

type PositionMapper = (generated: Location) => Location | undefined;

function positionMapper(pack: Pack): PositionMapper {
  const maps = new Map<number, SourceMap | undefined>();
  const mapOf = (part: number): SourceMap | undefined => {
    if (!maps.has(part)) maps.set(part, openMap(pack.sourceMap(part)));
    return maps.get(part);
  };
  return ({ file, line, column }) => {
    const place = pack.placeOf(file, line);
    const map = place && mapOf(place.part);
    return map && originOf(map, place.line, column);
  };
}

function openMap(payload: unknown): SourceMap | undefined {
  if (payload === null) return undefined;
  // Loaded here, because it brings Node's whole loader of ES modules with it.
  const { SourceMap } = process.getBuiltinModule("node:module");
  return new SourceMap(payload as SourceMapPayload); // as the packer wrote it
}

// The packer keeps one entry for each run of text that came from one line, so that the column is counted from its start.
function originOf(map: SourceMap, line: number, column: number): Location | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return undefined;
  const shift = entry.generatedLine === line - 1 ? column - 1 - entry.generatedColumn : 0;
  return {
    file: entry.originalSource,
    line: entry.originalLine + 1,
    column: entry.originalColumn + shift + 1,
  };
}

// A frame's text is never parsed: the names of folders and files may hold whatever it is made of.
function mapFrame(site: NodeJS.CallSite, map: PositionMapper): string {
  const text = String(site);
  const [file, line, column] = [site.getFileName(), site.getLineNumber(), site.getColumnNumber()];
  if (!file || line === null || column === null) return text;
  const found = map({ file, line, column });
  const place = `${file}:${line}:${column}`;
  const at = text.lastIndexOf(place);
  if (found === undefined || at < 0) return text;
  const rest = text.slice(at + place.length);
  return `${text.slice(0, at)}${found.file}:${found.line}:${found.column}${rest}`;
}

function headline(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
