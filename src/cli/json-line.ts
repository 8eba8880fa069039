/** A record as one line of JSON, for machines. */
export function jsonLine(record: object): string {
  return `${JSON.stringify(record)}\n`;
}
