// The parent's README in TypeScript: an artifact property, dynamic parallelization over it, and a short circuit.
import {
  artifactProperty,
  BaseOperator,
  type Context,
  DAG,
  RuntimeParallelizeOperator,
  ShortCircuitOperator,
} from "airgo";

export const dag = new DAG("parallel-parameters", { defaultArgs: { retries: 1 } });

class MyShortCircuit extends ShortCircuitOperator<{ maxValue: number }> {
  execute() {
    this.logger.info(`Max value is ${this.args.maxValue}`);
  }

  /** True aborts downstream. */
  get shortCircuitWhen() {
    return this.args.maxValue <= 0;
  }
}

class ArtifactGenerator extends BaseOperator {
  execute(_context: Context) {
    this.logger.info("Executing Artifact Generator");
  }

  @artifactProperty()
  get stuff(): number[] {
    return [1, 2, 3];
  }
}

class Parameterized extends RuntimeParallelizeOperator<number> {
  execute() {
    this.logger.info(`Got parameter '${this.parameter}'`);
    return this.parameter * 2;
  }
}

class Report extends BaseOperator<{ doubled: number[]; title: string }> {
  execute() {
    this.logger.info(`${this.args.title}: ${this.args.doubled.join(", ")}`);
  }
}

export const check = new MyShortCircuit({ taskId: "short-circuit-task", maxValue: 50, dag });
export const generate = new ArtifactGenerator({ taskId: "gen-artifact", dag });
export const parameterized = new Parameterized({
  taskId: "parameterized",
  over: generate.output("stuff"),
  dag,
});
// The parent's spelling of the same.
export const ported = new Parameterized({
  taskId: "ported",
  runtimeTask: generate,
  propertyName: "stuff",
  dag,
});
export const report = new Report({
  taskId: "report",
  title: "Doubled",
  doubled: parameterized.output("return_value"),
  dag,
});

check.before(generate);
