import assert from "node:assert/strict";
import test from "node:test";
import { validateSettings } from "../../src/validate/validate-settings.ts";
import { SETTINGS } from "../render/settings.ts";

test("settings that Kubernetes takes have no problems", () => {
  assert.deepEqual(validateSettings(SETTINGS), []);
});

const WRONG = {
  projectName: ["My-Project", "1st", "a_b", "a-", ""],
  image: ["", "a b", "{{workflow.name}}", "me/my:{{x"],
  namespace: ["Argo", "a.b", ""],
  serviceAccountName: ["Me", ""],
  terminationGracePeriodSeconds: [-1, 1.5],
} as const;

for (const [name, values] of Object.entries(WRONG)) {
  test(`a ${name} that Kubernetes refuses is refused`, () => {
    for (const value of values) {
      const [problem, ...others] = validateSettings({ ...SETTINGS, [name]: value });
      assert.equal(problem?.code, "invalid-config");
      assert.match(problem?.message ?? "", new RegExp(name));
      assert.deepEqual(others, []);
    }
  });
}
