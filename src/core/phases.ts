/** The phases of a node that has ended, in Argo's words. Skipped is Airflow's skipped, Omitted its upstream_failed. */
export type Phase = "Succeeded" | "Failed" | "Error" | "Skipped" | "Omitted";

/** The phases of a whole run that has ended. */
export type RunPhase = "Succeeded" | "Failed" | "Error";
