/** What every task of a run is told of the run. */
export interface RunIdentity {
  readonly dagId: string;
  readonly runId: string;
  readonly executionDate: Date;
  /** The run's own parameters over the DAG's, as JSON: so that tasks cannot share memory through them. */
  readonly params: string;
}
