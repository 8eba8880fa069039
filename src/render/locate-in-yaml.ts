// Where in a YAML text a value stands. Asked only when a mistake has to be told.

import { EVENT_ID, type Event, getScalarValue, parseEvents } from "js-yaml";

export interface TextPlace {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The place of the key or list item at the end of `path`, or of as much of the path as there is. */
export function locateInYaml(text: string, path: YamlPath): TextPlace {
  return placeOf(text, follow(text, path).place);
}

/** The plain value at the end of `path` as it was written; undefined where there is none. */
export function scalarInYaml(text: string, path: YamlPath): string | undefined {
  const { event, isWhole } = follow(text, path);
  if (!isWhole || event?.type !== EVENT_ID.SCALAR) return undefined;
  return getScalarValue(text, event);
}

type YamlPath = readonly (string | number)[];

function follow(text: string, path: YamlPath) {
  const events = parseEvents(text, {});
  let place = 0;
  let at = 1; // after the document's own event
  for (const step of path) {
    const found = typeof step === "number" ? item(events, at, step) : field(text, events, at, step);
    if (found === undefined) return { place, event: events[at], isWhole: false };
    place = found.place;
    at = found.at;
  }
  return { place, event: events[at], isWhole: true };
}

export function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

interface Found {
  /** Offset in the text. */
  readonly place: number;
  /** Index of the value's event. */
  readonly at: number;
}

function field(text: string, events: Event[], map: number, name: string): Found | undefined {
  if (events[map]?.type !== EVENT_ID.MAPPING) return undefined;
  let at = map + 1;
  for (let key = events[at]; key !== undefined && key.type !== EVENT_ID.POP; key = events[at]) {
    const value = afterNode(events, at);
    if (key.type === EVENT_ID.SCALAR && getScalarValue(text, key) === name) {
      return { place: key.valueStart, at: value };
    }
    at = afterNode(events, value);
  }
  return undefined;
}

function item(events: Event[], list: number, index: number): Found | undefined {
  if (events[list]?.type !== EVENT_ID.SEQUENCE) return undefined;
  let at = list + 1;
  for (let left = index; left > 0 && events[at]?.type !== EVENT_ID.POP; left--) {
    at = afterNode(events, at);
  }
  const event = events[at];
  if (event === undefined || event.type === EVENT_ID.POP) return undefined;
  return { place: startOf(event), at };
}

/** The index after the node that begins at `at`. */
function afterNode(events: Event[], at: number): number {
  let depth = 0;
  for (let index = at; index < events.length; index++) {
    const type = events[index]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return index + 1;
  }
  return events.length;
}

function startOf(event: Event): number {
  if ("start" in event) return event.start;
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
}
