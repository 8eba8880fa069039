import { CASES } from "../../conformance/conformance-case.ts";
import { classStyle } from "../../conformance/class-style.ts";
export const dags = CASES.map((recorded) => classStyle({ ...recorded, name: recorded.name.slice(0, 38).replace(/-$/, "") }));
