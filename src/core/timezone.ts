// Time zones, by the names that both Intl here and Go's time.LoadLocation in the controller know.

import { tzOffset } from "@date-fns/tz/tzOffset";
import { nearest } from "./did-you-mean.ts";
import { accept, type Parsed, refuse, show } from "./parsed.ts";
import { TIMEZONE_LINKS } from "./timezone-links.ts";

const EXAMPLES = 'write a name of the IANA database, such as "UTC" or "America/Los_Angeles"';

/** An IANA name, in its exact spelling: Go, unlike Intl, minds the case. */
export function parseTimezone(text: unknown): Parsed<string> {
  if (typeof text !== "string") return refuse(`time zone ${show(text)} is not a text`, EXAMPLES);
  if (knownTimezones().has(text)) return accept(text);
  const near = nearestTimezone(text);
  const hint = near === undefined ? EXAMPLES : `write "${near}"`;
  const note = near?.startsWith("Etc/GMT") ? ", whose sign counts to the west" : "";
  return refuse(`time zone ${show(text)} is not in the IANA database`, hint + note);
}

/** Minutes east of UTC. */
export function offsetMinutes(timezone: string, at: Date): number {
  return tzOffset(timezone, at);
}

/** For people: "2019-03-07 04:00 America/Los_Angeles (-08:00)"; seconds only where there are some. */
export function formatInZone(timezone: string, at: Date): string {
  const offset = offsetMinutes(timezone, at);
  const wall = new Date(at.getTime() + offset * 60_000).toISOString();
  const time = wall.slice(0, 19).replace("T", " ").replace(/:00$/, "");
  const size = Math.abs(offset);
  const [hours, minutes] = [Math.floor(size / 60), Math.floor(size % 60)].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${time} ${timezone} (${offset < 0 ? "-" : "+"}${hours}:${minutes})`;
}

let known: ReadonlySet<string> | undefined;

/** Listed once: Intl takes a millisecond for it, and a project may have thousands of DAGs. */
function knownTimezones(): ReadonlySet<string> {
  known ??= new Set([
    ...Intl.supportedValuesOf("timeZone"),
    ...Object.entries(TIMEZONE_LINKS).flatMap(([region, names]) =>
      names.split(" ").map((name) => (region === "" ? name : `${region}/${name}`)),
    ),
  ]);
  return known;
}

function nearestTimezone(text: string): string | undefined {
  const names = [...knownTimezones()];
  const wanted = text.trim().toLowerCase().replaceAll(" ", "_");
  return (
    names.find((name) => name.toLowerCase() === wanted) ??
    fixedOffset(wanted) ??
    names.find((name) => name.toLowerCase().endsWith(`/${wanted}`)) ??
    canonical(wanted) ??
    // Abbreviations are too short: "EDT" is near "EET".
    (text.length > 4 ? nearest(text, names) : undefined)
  );
}

/** "+02:00" or "UTC+2"; the names of the database count to the west. */
function fixedOffset(text: string): string | undefined {
  const [, sign, hours = "", minutes = "00"] =
    /^(?:utc|gmt)?([+-])(\d\d?)(?::?(\d\d))?$/.exec(text) ?? [];
  if (text === "z" || /^0+$/.test(hours)) return "UTC";
  if (sign === undefined || minutes !== "00") return undefined;
  const name = `Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`;
  return knownTimezones().has(name) ? name : undefined;
}

/** Intl takes some abbreviations, such as "PST", that Go does not. */
function canonical(text: string): string | undefined {
  try {
    const zone = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
    // Newer Intl takes offsets, "+05:30", which are no zones to Go.
    return knownTimezones().has(zone) ? zone : undefined;
  } catch {
    return undefined; // unknown to Intl as well
  }
}
