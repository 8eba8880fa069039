// Runs that are stopped, killed, tried again and watched.

import { setTimeout as delay } from "node:timers/promises";
import { DAG, FailTask } from "airgo";

/** Its first attempt runs until it is asked to stop. */
export const killed = new DAG("killed");
killed.task(
  "waits",
  async (_: Record<never, never>, { signal, tryNumber, logger }) => {
    if (tryNumber > 1) return `attempt ${tryNumber}`;
    signal.addEventListener("abort", () => logger.info("the signal aborted"));
    logger.info("waiting");
    await delay(240_000, undefined, { signal });
    return "nobody stopped it";
  },
  { retries: 1 },
)();

/** Runs until it is asked to stop; nothing is tried again. */
export const stopped = new DAG("stopped");
const waits = stopped.task("waits", async (_: Record<never, never>, { signal, logger }) => {
  signal.addEventListener("abort", () => logger.info("the signal aborted"));
  await delay(240_000, undefined, { signal });
});
stopped
  .task("below", async () => undefined)()
  .after(waits());

/** Fails until the date that its parameters give. */
export const hasty = new DAG("hasty", { params: { notBefore: "2000-01-01T00:00:00Z" } });
const moment = hasty.task("moment", async () => Date.now())();
const patience = hasty.task("patience", async ({ moment }: { moment: number }, { params }) => {
  if (Date.now() < Date.parse(params.notBefore)) throw new FailTask("too early");
  return moment;
});
hasty.task(
  "below",
  async ({ moment }: { moment: number }) => moment,
)({
  moment: patience({ moment }),
});

/** Says how far it is; Argo looks once a minute. */
export const progressing = new DAG("progressing");
progressing.task("counts", async (_: Record<never, never>, { progress, signal }) => {
  for (const done of [0, 3, 7]) {
    progress(done, 10);
    await delay(done === 7 ? 80_000 : 500, undefined, { signal });
  }
})();

export const complaining = new DAG("complaining");
complaining.task("complains", async () => {
  throw new Error("the cellar is full of water\nand this line is for the log");
})();
