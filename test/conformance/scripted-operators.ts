// The operators of the cases' tasks: each plays its script.

import {
  artifactProperty,
  BaseOperator,
  BranchOperator,
  type Context,
  RuntimeParallelizeOperator,
  ShortCircuitOperator,
} from "airgo";
import { type CaseTask, chosenBy, type Step } from "./conformance-case.ts";
import { listOf, outputOf, play } from "./play.ts";

// The inputs of the recorded cases have these names, their outputs "v", "r" and "items".
type Reads = {
  readonly v?: unknown;
  readonly r?: unknown;
  readonly a?: unknown;
  readonly b?: unknown;
};
type ScriptArgs = Reads & { readonly script: CaseTask };

function readsOf({ script: _, ...reads }: ScriptArgs): Readonly<Record<string, unknown>> {
  return reads;
}

export class Scripted extends BaseOperator<ScriptArgs> {
  #step: Step = {};

  execute(context: Context) {
    this.#step = play(this.args.script, context, { reads: readsOf(this.args) });
  }

  protected put(name: string): unknown {
    return outputOf(this.#step, name, null);
  }
}

export class PutsValue extends Scripted {
  @artifactProperty()
  get v(): unknown {
    return this.put("v");
  }
}

export class PutsList extends Scripted {
  @artifactProperty()
  get items(): unknown[] {
    return listOf(this.put("items"));
  }
}

export class ScriptedItem extends RuntimeParallelizeOperator<unknown, ScriptArgs> {
  #step: Step = {};

  execute(context: Context) {
    const item = { value: this.parameter };
    this.#step = play(this.args.script, context, { reads: readsOf(this.args), item });
  }

  protected put(name: string): unknown {
    return outputOf(this.#step, name, this.parameter);
  }
}

export class PutsResult extends ScriptedItem {
  @artifactProperty()
  get r(): unknown {
    return this.put("r");
  }
}

export class PutsItem extends ScriptedItem {
  @artifactProperty()
  get items(): unknown {
    return this.put("items");
  }
}

export class ScriptedShortCircuit extends ShortCircuitOperator<{ readonly script: CaseTask }> {
  #step: Step = {};

  override execute(context: Context) {
    this.#step = play(this.args.script, context, { reads: {} });
  }

  get shortCircuitWhen() {
    return this.#step.stop ?? false;
  }
}

export class ScriptedBranch extends BranchOperator<{
  readonly script: CaseTask;
  /** The tasks directly below. */
  readonly below: readonly CaseTask[];
}> {
  #step: Step = {};

  override execute(context: Context) {
    this.#step = play(this.args.script, context, { reads: {} });
  }

  choose() {
    const chosen = chosenBy(this.#step);
    const { script, below } = this.args;
    return below
      .filter(({ branches }) => branches?.[script.id]?.some((way) => chosen.includes(way)) ?? true)
      .map((task) => task.id);
  }
}
