import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { type PageTask, type RunPage, renderRunPage } from "../../src/picture/run-page.ts";

function task(id: string, more: Partial<PageTask> = {}): PageTask {
  return {
    id,
    phase: "Succeeded",
    from: 0,
    to: 900,
    attempts: 1,
    took: "900ms",
    reason: undefined,
    inputs: [],
    outputs: [],
    items: [],
    logs: "",
    ...more,
  };
}

function page(tasks: readonly PageTask[], graph?: string): RunPage {
  const facts = [{ name: "Execution date", text: "2024-01-01 00:00 UTC" }];
  return { dagId: "etl", runId: "etl-1", phase: "Failed", facts, tasks, length: 1000, graph };
}

test("what a task printed or put out is text in the page, never markup", () => {
  const evil = '</pre><script>alert("x")</script>';
  const html = renderRunPage(
    page([task("a", { logs: evil, outputs: [{ name: "rows", text: evil }], reason: evil })]),
  );
  assert.equal(html.match(/<script>/g)?.length, 1);
  assert.ok(html.includes("&lt;script&gt;alert(&quot;x&quot;)"));
});

test("the page reaches for nothing outside of itself", () => {
  const html = renderRunPage(page([task("a")]));
  assert.doesNotMatch(html, /(?:src|href)=|https?:\/\//);
  assert.match(html, /Content-Security-Policy" content="default-src 'none'/);
});

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);

test("the page works by keyboard in a browser, with 2,000 tasks", {
  skip: chromium === undefined ? "no Chromium on this machine" : false,
  timeout: 120_000,
}, async (context) => {
  const { chromium: driver } = await import("playwright-core");
  const folder = mkdtempSync(path.join(tmpdir(), "airgo-page-"));
  const file = path.join(folder, "run.html");
  const tasks = Array.from({ length: 2000 }, (_, index) =>
    task(
      `task-${index}`,
      index === 1999 ? { phase: "Failed", reason: "it broke" } : { logs: "hi" },
    ),
  );
  const graph = '<svg><g class="node"><title>task-7</title><text>task-7</text></g></svg>';
  writeFileSync(file, renderRunPage(page(tasks, graph)));
  const browser = await driver.launch({
    executablePath: chromium ?? "",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  context.after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  const tab = await browser.newPage({ colorScheme: "dark" });
  const failures: string[] = [];
  tab.on("pageerror", (error) => failures.push(error.message));
  await tab.goto(pathToFileURL(file).href);
  const focused = () =>
    tab.evaluate("document.activeElement.closest('details')?.dataset.id ?? null");

  await tab.keyboard.press("j");
  await tab.keyboard.press("j");
  assert.equal(await focused(), "task-1");
  await tab.keyboard.press("Enter");
  assert.equal(await tab.locator("details[open] pre").first().textContent(), "hi");

  await tab.keyboard.press("/");
  await tab.keyboard.type("task-1999");
  assert.equal(await tab.locator("details:visible").count(), 1);
  await tab.keyboard.press("Enter");
  assert.equal(await focused(), "task-1999");
  await tab.keyboard.press("/");
  await tab.keyboard.press("Escape");

  await tab.getByRole("button", { name: /^Failed 1$/ }).click();
  assert.equal(await tab.locator("details:visible").count(), 1);

  await tab.locator(".graph .node").focus();
  await tab.keyboard.press("Enter");
  assert.equal(await focused(), "task-7");
  assert.deepEqual(failures, []);
});
