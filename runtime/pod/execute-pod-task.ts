import type { Context } from "../../src/core/context.ts";
import { AirgoError } from "../../src/core/errors.ts";
import type { Logger } from "../../src/core/logger.ts";
import { type PickedTask, pickTask } from "../../src/core/pick-task.ts";
import { executeAttempt } from "../attempt.ts";
import { type Deadline, executionTimeout, withDeadline } from "../deadline.ts";
import { createLocalLogger } from "../logger/local-logger.ts";
import { createPodLogger } from "../logger/pod-logger.ts";
import type { PodRequest } from "./parse-pod-request.ts";
import { readInputs, readItem, readMapIndex, readParams, writeOutputs } from "./pod-files.ts";
import type { PodWorld } from "./pod-world.ts";
import { openProgressFile } from "./progress-file.ts";

/** Executes the task and writes its outputs. */
export async function executePodTask(
  world: PodWorld,
  request: PodRequest,
  deadline: Deadline,
): Promise<void> {
  const { bundle, paths } = world;
  await bundle.runSetup();
  const picked = pickTask(bundle.loadDag(request.dagId), request.taskId);
  const frame = contextFrame(world, request, picked);
  checkStructure(world, request, frame.logger);
  const inputs = readInputs(paths.inputDir, picked, request);
  const item = readItem(paths.inputDir, picked, request);
  const { maxValueBytes: value, warnValueBytes: warning } = bundle.manifest.config;
  const progress = openProgressFile(request.progressFile, frame.logger);
  try {
    const { task, outputs } = picked;
    const timeout = executionTimeout(picked.executionTimeout, request);
    const texts = await withDeadline({ ...deadline, timeout }, (stop) => {
      const context: Context = {
        ...frame,
        progress: progress.report,
        get signal() {
          return stop.signal;
        },
      };
      const limits = { value, warning };
      return executeAttempt({ task, outputs, inputs, item, context, stop, limits });
    });
    writeOutputs(paths.outputDir, texts, request);
  } finally {
    progress.flush();
  }
}

type ContextFrame = Omit<Context, "signal" | "progress">;

function contextFrame(world: PodWorld, request: PodRequest, picked: PickedTask): ContextFrame {
  const { dagId, taskId, tryNumber } = request;
  const executionDate = request.executionDate ?? new Date(world.now());
  const { runId } = request;
  const mapIndex = picked.mapped ? readMapIndex(world.paths.inputDir) : -1;
  const logger = podLogger(world, request, { dagId, taskId, runId, tryNumber, mapIndex });
  if (request.executionDate === undefined) {
    logger.warn("none of CREATION_TIMESTAMP, SCHEDULED_TIME is set: the execution date is now");
  }
  return {
    dagId,
    taskId,
    runId,
    tryNumber,
    mapIndex,
    executionDate,
    logicalDate: executionDate,
    logger,
    params: { ...picked.params, ...readParams(world.paths.inputDir, request) },
    parameters: picked.parameters,
  };
}

function podLogger(
  { env, isTerminal, writeStdout: write, now }: PodWorld,
  { logLevel: level }: PodRequest,
  bindings: Readonly<Record<string, unknown>>,
): Logger {
  const options = { bindings, level, write, now };
  if (!isTerminal) return createPodLogger(options);
  return createLocalLogger({ ...options, colors: env.NO_COLOR === undefined });
}

/** An image and manifests of different DAGs: inputs may be missing, and outputs that nobody waits for be written. */
function checkStructure({ bundle }: PodWorld, request: PodRequest, logger: Logger): void {
  const { dagId, taskId, structureHash } = request;
  if (structureHash === undefined) return;
  if (structureHash.startsWith(bundle.findDag(dagId).structureHash)) return;
  const message = `the manifest of DAG "${dagId}" was not rendered from the DAG in this image`;
  const hint = "render and deploy the manifests with the image's own command, or deploy the image";
  const what = request.structureMismatch ?? bundle.manifest.config.structureMismatch;
  if (what !== "fail") logger.warn(`${message}: ${hint}`);
  else throw new AirgoError("stale-manifest", message, { hint, dagId, taskId });
}
