/** A schedule in the one dialect that Argo takes, as the sets of what its fields allow. */
export interface CronSchedule {
  /** The user's own text. */
  readonly text: string;
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly dayOfMonth: ReadonlySet<number>;
  /** From 1. */
  readonly month: ReadonlySet<number>;
  /** From 0, Sunday, to 6. */
  readonly dayOfWeek: ReadonlySet<number>;
  /** The field is a star, so that it does not choose days. Where neither field of days is one, either may choose. */
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
}
