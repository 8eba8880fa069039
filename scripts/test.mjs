// Type-checks, then runs the tests with node:test through tsx. Arguments choose tests by a part of their path.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const wanted = process.argv.slice(2);
const files = readdirSync(path.join(root, "test"), { recursive: true, encoding: "utf8" })
  .map((file) => path.join("test", file))
  .filter((file) => file.endsWith(".test.ts") && !file.startsWith(path.join("test", "e2e")))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

if (wanted.length === 0) run([path.join("node_modules", "typescript", "bin", "tsc"), "--noEmit"]);
run(["--import", "tsx", "--test", "--test-reporter=spec", ...files]);
