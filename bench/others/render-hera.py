# The DAGs of simple-dags.ts by Hera, a WorkflowTemplate and a file each.
# usage: python3 render-hera.py COUNT OUTPUT

import pathlib
import sys

from hera.workflows import DAG, Container, Env, Parameter, Resources, RetryStrategy, Task, WorkflowTemplate


def build(number: int) -> WorkflowTemplate:
    with WorkflowTemplate(name=f"bench-dag-{number}", namespace="argo", entrypoint="dag") as template:
        run = Container(
            name="run",
            inputs=[Parameter(name="task-id")],
            image="bench:1",
            command=["node", "/app/airgo.js"],
            env=[
                Env(name="TASK_ID", value="{{inputs.parameters.task-id}}"),
                Env(name="DAG_ID", value=f"dag-{number}"),
            ],
            resources=Resources(cpu_request="10m", memory_request="50Mi"),
            retry_strategy=RetryStrategy(limit="1", retry_policy="Always"),
        )
        with DAG(name="dag", fail_fast=False):
            above: list[Task] = []
            for layer in range(5):
                names = [f"step-{layer}-{at}" for at in range(4)]
                own = [Task(name=name, template=run, arguments={"task-id": name}) for name in names]
                for upstream in above:
                    upstream >> own
                above = own
    return template


count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
folder.mkdir(parents=True)
for number in range(count):
    (folder / f"dag-{number}.yaml").write_text(build(number).to_yaml())
