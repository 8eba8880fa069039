// Provisional, until the value parsers land.
export function parsePodTime(text: string): Date | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
