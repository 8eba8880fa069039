import { GATE } from "./brands.ts";
import { type Downstream, drawEdges, type Many } from "./edges.ts";
import type { Task } from "./task.ts";

/** A gate's way: the output that is compared, and the value that opens it. */
export interface GateRecord {
  readonly task: Task;
  readonly output: string;
  readonly opens: string | boolean;
}

/** One way of `dag.if()` or `dag.switch()`: an edge from it is taken only when it opens. */
export class Gate {
  readonly [GATE]: GateRecord;

  constructor(record: GateRecord) {
    this[GATE] = record;
  }

  /** Draws edges from this gate: what is below it runs only when it opens, else it is skipped to its end. */
  before(...downstream: Many<Downstream>[]): this {
    drawEdges([this], downstream, this.before);
    return this;
  }
}
