import { BaseOperator, DAG } from "airgo";

class HelloWorldOperator extends BaseOperator<{ message: string }> {
  execute() {
    this.logger.info(this.args.message);
  }
}

export const dag = new DAG("hello-world", {
  description: "Hello World!",
  scheduleInterval: "0 */4 * * *",
  timezone: "UTC",
  startDate: "2019-03-07",
  concurrencyPolicy: "Forbid",
  defaultArgs: {
    retries: 1,
    requestsCpu: "10m",
    requestsMemory: "50Mi",
    limitsCpu: "20m",
    limitsMemory: "100Mi",
  },
});

export const hello1 = new HelloWorldOperator({
  taskId: "hello-1",
  message: "Hello from operator1",
  dag,
});
export const hello2 = new HelloWorldOperator({
  taskId: "hello-2",
  message: "Hello from operator2",
  dag,
});
export const hello3 = new HelloWorldOperator({
  taskId: "hello-3",
  message: "Hello from operator3",
  dag,
});

hello1.before(hello2); //            Python: hello_1 >> hello_2
hello3.setUpstream(hello1); //       Python: hello_3.set_upstream(hello_1)
