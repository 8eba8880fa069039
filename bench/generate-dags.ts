// DAG files as a team has many of: a class, a query a task, five tasks in a row; about 2.5 KB each, no two the same.

const WORDS =
  "account audit battery budget campaign carrier channel claim contract country customer depot driver employee event forecast fuel incident invoice ledger margin meter order parcel partner payment permit plant policy price product quote reading refund region report route sensor session shipment site stock supplier survey tariff tenant ticket toll vehicle visit".split(
    " ",
  );

export const SHARED_FILE = `export function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
`;

/** The same number gives the same file; its DAG is called `dag-<number>`, and its last task puts a value out. */
export function dagFile(number: number): string {
  const random = seeded(number + 1);
  const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? "";
  const below = (limit: number) => Math.floor(random() * limit);
  const table = () => `${word()}_${word()}`;
  const query = () =>
    `select ${word()}_id, ${word()}, sum(${table()}) as ${word()}_total from ${table()} where ${word()}_date >= current_date - ${below(90)} group by 1, 2 having count(*) > ${below(500)}`;
  const place = (taskId: string) =>
    `new ${name}({ taskId: "${taskId}", dag, table: "${table()}", query: "${query()}" })`;
  const name = `${capital(word())}${capital(word())}Operator`;
  return `import { BaseOperator, DAG } from "airgo";
import { slug } from "./_shared.ts";

interface Row {
  readonly id: number;
  readonly ${word()}: string;
}

/** Copies each ${word()} of a ${word()} to its ${word()}. */
class ${name} extends BaseOperator<{ query: string; table: string }> {
  execute(): number {
    const rows: Pick<Row, "id">[] = [];
    for (let id = 0; id < ${3 + below(97)}; id++) rows.push({ id });
    if (rows.length > ${100 + below(900)}) {
      throw new RangeError(\`${word()} ${word()}: too many rows of \${slug(this.args.table)}\`);
    }
    this.logger.info(\`\${rows.length} rows of \${slug(this.args.table)}\`);
    return rows.length;
  }
}

export const dag = new DAG("dag-${number}", {
  description: "${word()} ${word()} of each ${word()} by ${word()}, for the ${word()} ${word()}",
  scheduleInterval: "${below(60)} ${below(24)} * * *",
  startDate: "20${10 + below(15)}-0${1 + below(9)}-1${below(10)}",
  defaultArgs: {
    retries: ${below(5)},
    requestsCpu: "${10 + below(90)}m",
    requestsMemory: "${64 + below(64)}Mi",
    limitsCpu: "${100 + below(90)}m",
    limitsMemory: "${128 + below(128)}Mi",
  },
});

const extract = ${place("extract")};
const clean = ${place("clean")};
const join = ${place("join")};
const load = ${place("load")};
extract.before(clean);
clean.before(join);
join.before(load);

class Check extends BaseOperator<{ rows: number }> {
  execute(): void {
    if (this.args.rows < ${below(3)}) throw new Error("${word()}: no rows");
  }
}

new Check({ taskId: "check", dag, rows: load.output("return_value") });
`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A linear congruential generator: the files must be the same wherever they are measured. */
function seeded(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
