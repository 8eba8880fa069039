// The types by which operators are wired: what a constructor takes, and what `task.output()` gives.

import type { OperatorOptions } from "../core/options.ts";
import type { Input } from "../core/output-ref.ts";
import type { BaseOperator } from "./base-operator.ts";

/** Marks the operators whose outputs are lists for whoever takes them; a type, never a value. */
export declare const MAPPED: unique symbol;

/** A class's own arguments, none of which may have the name of an operator's option. */
export type OwnArguments<Option extends PropertyKey = keyof OperatorOptions> = object & {
  readonly [Name in Option]?: never;
};

export type NoArguments = Record<never, never>;

/** The class's own arguments: each a literal, or a reference to an upstream's output of that type. */
export type ArgumentInputs<Args> = { readonly [Name in keyof Args]: Input<Args[Name]> };

/** What an operator's constructor takes: the options of every operator, and the class's own arguments. */
export type OptionsOf<Args> = OperatorOptions & ArgumentInputs<Args>;

/** The names that `task.output()` takes: members of the operator's class, and what `execute()` returns. */
export type OutputName<Operator> =
  | "return_value"
  | Exclude<keyof Operator & string, keyof BaseOperator<NoArguments>>;

/** The type of an output; of a fan-out, the list of its items' outputs. */
export type OutputValue<Operator, Name> = Operator extends { readonly [MAPPED]: true }
  ? OwnOutput<Operator, Name>[]
  : OwnOutput<Operator, Name>;

type OwnOutput<Operator, Name> = Name extends "return_value"
  ? Operator extends { execute(...args: never[]): infer Returned }
    ? Awaited<Returned>
    : never
  : Name extends keyof Operator
    ? MemberValue<Operator[Name]>
    : never;

type MemberValue<Member> = Member extends (...args: never[]) => infer Returned
  ? Awaited<Returned>
  : Awaited<Member>;
