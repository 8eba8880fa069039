import assert from "node:assert/strict";
import test from "node:test";
import { StopSource } from "../../runtime/stop-source.ts";

test("a signal that is asked for after the stop is aborted with its reason", () => {
  const stop = new StopSource();
  const reason = new Error("SIGTERM");
  stop.abort(reason);
  assert.equal(stop.signal.aborted, true);
  assert.equal(stop.signal.reason, reason);
  assert.throws(() => stop.throwIfAborted(), reason);
});

test("a signal that was asked for before the stop is aborted by it, and only once", () => {
  const stop = new StopSource();
  const heard: unknown[] = [];
  stop.signal.addEventListener("abort", () => heard.push(stop.signal.reason));
  stop.addEventListener("abort", () => heard.push("listener"));
  const removed = () => heard.push("removed");
  stop.addEventListener("abort", removed);
  stop.removeEventListener("abort", removed);
  assert.equal(stop.aborted, false);
  stop.abort("first");
  stop.abort("second");
  assert.deepEqual(heard, ["first", "listener"]);
  assert.equal(stop.reason, "first");
  assert.equal(stop.signal, stop.signal);
});
