import { EXIT_INTERRUPTED } from "./exit-codes.ts";
import type { World } from "./world.ts";

/** Runs `body` with a signal that the first Ctrl-C aborts; the second ends the process. */
export async function interruptible<Result>(
  world: Pick<World, "onInterrupt" | "exit">,
  body: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stopListening = world.onInterrupt(() => {
    if (controller.signal.aborted) world.exit(EXIT_INTERRUPTED);
    controller.abort();
  });
  try {
    return await body(controller.signal);
  } finally {
    stopListening();
  }
}
