import { parseArgs } from "node:util";

export interface E2eOptions {
  /** What the pods run; undefined: the lab runs the bundle itself. */
  readonly image: string | undefined;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Only what has one of these texts in its name; empty: all. */
  readonly only: readonly string[];
  /** A sample of the recorded cases. */
  readonly quick: boolean;
  /** Each recorded case as classes and as functions, where it can be both; else in turn one of the two. */
  readonly bothStyles: boolean;
  /** Runs at a time, of those that are compared. */
  readonly maxActive: number;
  /** After these, what is not done is given up. */
  readonly minutes: number;
  /** Leaves everything in the cluster. */
  readonly keep: boolean;
  /** Only deletes what a run under this name has left. */
  readonly clean: string | undefined;
  /** Only writes what the image is built from. */
  readonly prepare: string | undefined;
  /** For the tables, where the cluster does not say it. */
  readonly argoVersion: string | undefined;
  /** Also writes the tables into docs/fidelity.md. */
  readonly updateDocs: boolean;
}

export const USAGE = `usage: npm run e2e -- [--only TEXT]… [--quick] [--both-styles]
       [--image NAME] [--namespace NAMESPACE] [--service-account NAME]
       [--max-active N] [--minutes N] [--keep] [--argo-version VERSION] [--update-docs]
       npm run e2e -- --prepare FOLDER     write what the image is built from
       npm run e2e -- --clean PROJECT      delete what a killed run has left
`;

/** @throws TypeError for what is no option */
export function parseE2eOptions(argv: readonly string[]): E2eOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      image: { type: "string" },
      namespace: { type: "string", default: "argo" },
      "service-account": { type: "string", default: "default" },
      only: { type: "string", multiple: true, default: [] },
      quick: { type: "boolean", default: false },
      "both-styles": { type: "boolean", default: false },
      "max-active": { type: "string", default: "10" },
      minutes: { type: "string", default: "12" },
      keep: { type: "boolean", default: false },
      clean: { type: "string" },
      prepare: { type: "string" },
      "argo-version": { type: "string" },
      "update-docs": { type: "boolean", default: false },
    },
  });
  return {
    image: values.image,
    namespace: values.namespace,
    serviceAccount: values["service-account"],
    only: values.only,
    quick: values.quick,
    bothStyles: values["both-styles"],
    maxActive: parseCount("--max-active", values["max-active"]),
    minutes: parseCount("--minutes", values.minutes),
    keep: values.keep,
    clean: values.clean,
    prepare: values.prepare,
    argoVersion: values["argo-version"],
    updateDocs: values["update-docs"],
  };
}

function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new TypeError(`${option} takes a whole number above 0, not "${text}"`);
}
