import assert from "node:assert/strict";
import test from "node:test";
import { validateSettings } from "../../src/validate/validate-settings.ts";
import { SETTINGS } from "../render/settings.ts";

test("settings that Kubernetes takes have no problems", () => {
  assert.deepEqual(validateSettings(SETTINGS), []);
});

test("an image may have a registry, a path, a tag and a digest", () => {
  for (const image of [
    "my",
    "my:1",
    "localhost/my",
    "registry:5000/me/my_app:v1.2-rc_1",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/my.app:Latest",
    "[::1]:5000/a__b:1",
    `ghcr.io/me/my--app:1@sha256:${"0a".repeat(32)}`,
  ]) {
    assert.deepEqual(validateSettings({ ...SETTINGS, image }), [], image);
  }
});

const WRONG = {
  projectName: ["My-Project", "1st", "a_b", "a-", ""],
  image: [
    ...["", "a b", "{{workflow.name}}", "me/my:{{x"],
    ...["foo:", ":x", "http://foo/x", "UPPER/Case:1", 'a"b', "a/:1", "a:b:c", "me/my@sha256:1"],
  ],
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
