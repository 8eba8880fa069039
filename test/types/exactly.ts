type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only where the value's type is exactly `Expected`. */
export function exactly<Expected>() {
  return <Actual>(
    _value: Actual,
    ..._differs: Same<Actual, Expected> extends true ? [] : [expected: Expected]
  ): void => undefined;
}
