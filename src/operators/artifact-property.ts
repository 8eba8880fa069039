import { ARTIFACT_PROPERTY } from "../core/brands.ts";

type ArtifactMember = (this: never, ...args: never[]) => unknown;

/**
 * Declares a getter or a method as an output of its operator, named after the member: read once, after `execute()`,
 * and awaited. Downstream tasks take it with `task.output("name")`.
 */
export function artifactProperty() {
  return (
    member: ArtifactMember,
    context:
      | ClassGetterDecoratorContext
      | (ClassMethodDecoratorContext & { readonly static: false }),
  ): void => {
    if (typeof context.name === "symbol") throw new TypeError("an artifact property has a name");
    Object.defineProperty(member, ARTIFACT_PROPERTY, { value: true });
  };
}
