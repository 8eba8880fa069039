// The texts are what kubectl 1.32 and argo 4.0.7 print.

import assert from "node:assert/strict";
import test from "node:test";
import { openCluster } from "../../src/cluster/open-cluster.ts";
import { isAirgoError } from "../../src/core/errors.ts";
import { FakeCluster } from "./fake-cluster.ts";

const REFUSED =
  'E1123 09:05:20.340356   15834 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list: Get \\"https://127.0.0.1:26444/api?timeout=32s\\": dial tcp 127.0.0.1:26444: connect: connection refused"\n';

const FAILURES: readonly (readonly [stderr: string, message: RegExp, hint: RegExp])[] = [
  [
    "Error in configuration: context was not found for specified context: foo",
    /the context that kubectl is to use does not exist/,
    /kubectl config get-contexts/,
  ],
  ['Error: context "foo" does not exist', /does not exist/, /kubectl config get-contexts/],
  [
    `${REFUSED.replaceAll("127.0.0.1:26444", "localhost:8080")}The connection to the server localhost:8080 was refused - did you specify the right host or port?`,
    /kubectl knows no cluster/,
    /KUBECONFIG/,
  ],
  [
    "Error: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    /knows no cluster/,
    /KUBECONFIG/,
  ],
  [
    "error: You must be logged in to the server (Unauthorized)",
    /the cluster does not know you/,
    /kubectl auth whoami/,
  ],
  [
    'Error from server (Forbidden): workflows.argoproj.io is forbidden: User "eve" cannot list resource "workflows" in API group "argoproj.io" in the namespace "argo"',
    /you have no right to do it\nError from server \(Forbidden\).*User "eve" cannot list/,
    /kubectl auth can-i --list --namespace argo/,
  ],
  [
    'Error: rpc error: code = PermissionDenied desc = workflows.argoproj.io is forbidden: User "eve" cannot list',
    /you have no right/,
    /can-i/,
  ],
  [
    'Error from server (NotFound): error when creating "STDIN": namespaces "argo" not found',
    /there is no namespace "argo"/,
    /kubectl create namespace argo/,
  ],
  [
    'error: the server doesn\'t have a resource type "workflows"',
    /Argo Workflows is not installed/,
    /kubectl get crd workflows\.argoproj\.io/,
  ],
  [
    'error: resource mapping not found for name: "x" namespace: "argo" from "STDIN": no matches for kind "Workflow" in version "argoproj.io/v1alpha1"\nensure CRDs are installed first',
    /Argo Workflows is not installed/,
    /kubectl get crd/,
  ],
  [
    "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
    /certificate is not trusted/,
    /kubectl config view --minify/,
  ],
  [
    `${REFUSED}The connection to the server 127.0.0.1:26444 was refused - did you specify the right host or port?`,
    /the cluster cannot be reached\nThe connection to the server 127\.0\.0\.1:26444 was refused[^\n]*$/,
    /kubectl get --raw \/readyz/,
  ],
  [
    "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
    /cannot be reached/,
    /readyz/,
  ],
  [
    "Unable to connect to the server: net/http: TLS handshake timeout",
    /cannot be reached/,
    /readyz/,
  ],
  ["error: something new", /kubectl failed\nerror: something new/, /kubectl version/],
];

test("what kubectl and argo complain of is told in airgo's words, with the command to try", async (t) => {
  const fake = new FakeCluster(t, ["kubectl"]);
  const cluster = await openCluster({ namespace: "argo", env: fake.env });
  for (const [stderr, message, hint] of FAILURES) {
    fake.failWith(stderr);
    await assert.rejects(cluster.list(["airgo/project=shop"]), (error) => {
      assert.ok(isAirgoError(error), stderr);
      assert.equal(error.code, "cluster-error");
      assert.match(error.message, /^could not list the runs: /);
      assert.match(error.message, message);
      assert.match(error.hint, hint);
      return true;
    });
  }
});

test("a program that is not there is named, with where to get it", async (t) => {
  const nothing = new FakeCluster(t, []);
  const onlyKubectl = new FakeCluster(t, ["kubectl"]);
  const { env } = nothing;
  const empty = { ...env, PATH: nothing.path("bin") };
  const missing = openCluster({ namespace: "argo", env: empty });
  await assert.rejects(missing, /neither kubectl nor argo on the PATH/);
  const namespace = "argo";
  const wanted = openCluster({
    namespace,
    env: { ...onlyKubectl.env, PATH: onlyKubectl.path("bin") },
    via: "argo",
  });
  await assert.rejects(wanted, /there is no argo on the PATH/);
});

test("kubectl is taken where both are there, argo where it is alone or asked for", async (t) => {
  const both = new FakeCluster(t);
  const argo = new FakeCluster(t, ["argo"]);
  const open = (env: FakeCluster["env"], via?: "kubectl" | "argo") =>
    openCluster({ namespace: "argo", env, via });
  assert.equal((await open(both.env)).via, "kubectl");
  assert.equal((await open(both.env, "argo")).via, "argo");
  assert.equal((await open({ ...argo.env, PATH: argo.path("bin") })).via, "argo");
});

test("a call that does not answer is killed, and is an outage", async (t) => {
  const fake = new FakeCluster(t);
  fake.breakDown("hang");
  const cluster = await openCluster({ namespace: "argo", env: fake.env, timeoutSeconds: 0.5 });
  await assert.rejects(cluster.list([]), /kubectl did not answer in time/);
});
