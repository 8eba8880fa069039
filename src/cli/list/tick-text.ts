import { offsetMinutes } from "../../core/timezone.ts";

/** Times on the clocks of a zone, each without the day or the year of the one before: `2026-03-01 12:00, 16:00, 03-02 08:00`. */
export function tickText(ticks: readonly Date[], timezone: string): string {
  let day = "";
  return ticks
    .map((tick) => {
      const [date = "", time = ""] = wallTime(tick, timezone).split("T");
      const isSameYear = date.slice(0, 4) === day.slice(0, 4);
      const text = date === day ? time : `${isSameYear ? date.slice(5) : date} ${time}`;
      day = date;
      return text;
    })
    .join(", ");
}

function wallTime(tick: Date, timezone: string): string {
  const shifted = tick.getTime() + offsetMinutes(timezone, tick) * 60_000;
  return new Date(shifted).toISOString().slice(0, "2026-03-01T12:00".length);
}
