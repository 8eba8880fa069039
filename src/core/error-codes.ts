// Every code that airgo prints, with the sentence that the documentation's page of errors says about it.

export const ERROR_CODES = {
  "invalid-name":
    "An id is not one that Kubernetes and Argo take as it is; airgo refuses it, it never rewrites.",
  "reserved-name": "A task id is one of the words that Argo's expressions reserve.",
  "name-too-long": "A name is longer than what Argo appends to it leaves room for.",
  "duplicate-dag": "Two DAGs have the same id.",
  "duplicate-task": "Two tasks of one DAG have the same id.",
  "missing-option": "An option that has no default was not given.",
  "unknown-option": "An option that airgo does not know, or a key that is nearly an option's name.",
  "invalid-option": "An option has a value of a wrong kind.",
  "invalid-schedule":
    "A schedule that one of Argo's two cron dialects refuses, or that never fires.",
  "invalid-timezone": "A time zone that the IANA database does not have.",
  "invalid-date": "A date that cannot be read, or an end before its start.",
  "invalid-duration": "A duration that is neither seconds nor a text such as 30s, 10m or 2h.",
  "invalid-quantity":
    "A Kubernetes quantity that cannot be read, looks swapped, or a request above its limit.",
  "invalid-parameter":
    "A name or a value in `parameters` that cannot become an environment variable of the pod.",
  "invalid-label": "A label or an annotation that Kubernetes refuses.",
  "argo-expression": "Text of the user holds `{{`, which Argo would substitute.",
  "foreign-task":
    "An edge or a reference to a task of another DAG, or to something that is no task.",
  "self-edge": "A task is its own upstream.",
  cycle: "Tasks wait for one another in a circle.",
  "unequal-lists": "`chain` got two lists of different lengths side by side.",
  "unknown-output": "A reference to an output that its task does not declare.",
  "invalid-output":
    "An artifact property whose name Argo does not take, or a member that cannot be one.",
  "nested-reference": "A reference inside a list or an object, where airgo cannot see it.",
  "unresolved-reference": "The value of a reference was read before the task runs.",
  "not-a-list": "A fan-out over something that is no list of an upstream.",
  "invalid-fan-out":
    "A fan-out over several lists, with two spellings of one, or of a kind of task that cannot be mapped.",
  "missing-may-be-null":
    "An input may be missing because its upstream may be skipped, and is taken without `.orNull()`.",
  "data-after-failure":
    "Data is taken from an upstream under a trigger rule that tolerates its failure.",
  "invalid-gate": "A gate whose reference or whose cases cannot be a branch.",
  "invalid-branch":
    "A branch chose something that is not directly below it, or a value that is no case.",
  "uncalled-factory": "`dag.task()` made a factory that places no task because nothing calls it.",
  "operator-not-repeatable":
    "An operator's constructor cannot be called again with the options that it recorded.",
  "unserializable-value": "A value that cannot cross from task to task.",
  "value-too-large": "A value that is too large to cross from task to task.",
  "undecodable-value": "A value that arrived is not in airgo's wire format.",
  "schema-mismatch": "A value does not match the schema that the task gives for it.",
  "missing-output": "A task ended without a value for an output that others may take.",
  "missing-input": "An input of a task is not there.",
  "too-many-tasks":
    "A DAG has more tasks, or more distinct containers, than Argo takes in one workflow.",
  "too-many-inputs": "A task takes more values from its upstreams than Argo passes.",
  "not-an-ancestor":
    "A reference to a task that is not upstream, which would make the workflow wait for ever.",
  "manifest-too-large": "A manifest is larger than Kubernetes stores.",
  "invalid-manifest": "A rendered object that Argo's schema refuses.",
  "invalid-template":
    "A template file that cannot be read, sets what airgo must own, or says what Argo or Kubernetes refuses.",
  "unknown-template": "An operator names a container template that does not exist.",
  "invalid-config": "A setting of the project that cannot be used.",
  "unknown-dag": "A DAG id that the project does not have.",
  "unknown-task": "A task id that the DAG does not have.",
  "broken-dag-file": "A DAG file threw while it was loaded.",
  "top-level-await": "A DAG file uses await at its top level.",
  "build-failed": "The project could not be bundled.",
  "missing-package":
    "A package that the project leaves out of its bundle is not installed beside it.",
  "broken-bundle": "The bundle was edited after it was built.",
  "stale-manifest": "The image and the manifests were not made from the same DAG.",
  usage: "A command line that airgo cannot follow.",
  "task-failed": "A task failed.",
  "run-not-found": "There is no such run.",
  "cluster-error": "`kubectl` or `argo` could not do what was asked.",
  "cannot-write": "Something is in the way of the rendered files, or the disk refuses them.",
  drift: "The rendered files are not what the DAGs say now.",
  "over-budget": "Importing a DAG file costs more than `airgo build --budget` allows.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
