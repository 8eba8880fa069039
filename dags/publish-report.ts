// Branches: a gate opens by a value; the side not taken is skipped to its end, and a join takes what may be missing.
import { DAG } from "airgo";

export const dag = new DAG("publish-report", {
  description: "Publishes fresh figures, and says so when they are stale",
  scheduleInterval: "30 6 * * MON-FRI",
  timezone: "Europe/Berlin",
});

interface Figures {
  readonly rows: number;
  readonly ageHours: number;
}

const fetchFigures = dag.task(
  "fetch-figures",
  async (): Promise<Figures> => ({ rows: 1200, ageHours: 3 }),
  {
    retries: 2,
    retryDelay: "30s",
    retryExponentialBackoff: true,
    executionTimeout: "10m",
  },
);
const isFresh = dag.task(
  "is-fresh",
  async ({ figures }: { figures: Figures }) => figures.ageHours < 24,
);
const sizeOf = dag.task(
  "size-of",
  async ({ figures }: { figures: Figures }): Promise<"small" | "large"> =>
    figures.rows < 10_000 ? "small" : "large",
);

const figures = fetchFigures();
const { yes, no } = dag.if(isFresh({ figures }));
const size = sizeOf({ figures }).after(yes);
const { small, large } = dag.switch(size, ["small", "large"]);

const mail = dag.task("mail", async (_: Record<never, never>, context) => {
  context.logger.info("Mailing the report");
  return "mailed";
});
const upload = dag.task("upload", async () => "uploaded");
const warn = dag.task("warn", async () => "the figures are stale");

const mailed = mail().after(small);
const uploaded = upload().after(large);
const warned = warn().after(no);

const summary = dag.task(
  "summary",
  async (
    done: { mailed: string | null; uploaded: string | null; warned: string | null },
    context,
  ) => {
    context.logger.info(done.mailed ?? done.uploaded ?? done.warned ?? "nothing was done");
  },
);
summary(
  { mailed: mailed.orNull(), uploaded: uploaded.orNull(), warned: warned.orNull() },
  { triggerRule: "none_failed_min_one_success" },
);
