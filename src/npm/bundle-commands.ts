// By name only: what the commands are made of is loaded in the bundle.
const BUNDLE_COMMANDS: ReadonlySet<string> = new Set([
  "backfill",
  "config",
  "list",
  "render",
  "retry",
  "run",
  "runs",
  "stop",
  "submit",
  "validate",
]);

/**
 * Whether the bundle can follow the command line without the npm package: help takes no bundle, and a run's page is drawn
 * by what the bundle leaves out.
 */
export function isForBundle(argv: readonly string[]): boolean {
  const [name = ""] = argv;
  return (
    BUNDLE_COMMANDS.has(name) && !argv.some((word) => /^(?:-h|--help|--html(?:=.*)?)$/.test(word))
  );
}
