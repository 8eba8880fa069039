import { ARTIFACT_PROPERTY } from "../core/brands.ts";
import { AirgoError } from "../core/errors.ts";
import { captureSite, locate } from "../core/location.ts";

type ArtifactMember = (this: never, ...args: never[]) => unknown;

type PublicMember = { readonly static: false; readonly private: false };

/**
 * Declares a getter or a method as an output of its operator, named after the member: read once, after `execute()`,
 * and awaited. Downstream tasks take it with `task.output("name")`.
 */
export function artifactProperty() {
  const site = captureSite(artifactProperty);
  return (
    member: ArtifactMember,
    context: (ClassGetterDecoratorContext | ClassMethodDecoratorContext) & PublicMember,
  ): void => {
    const complaint = complaintAbout(context);
    if (complaint === undefined) {
      Object.defineProperty(member, ARTIFACT_PROPERTY, { value: true });
      return;
    }
    const message = `@artifactProperty() stands above ${complaint.what}`;
    throw new AirgoError("invalid-output", message, {
      hint: complaint.hint,
      location: locate(site),
    });
  };
}

/** Types are gone at run time, and a member that is no output would only be missed in the cluster. */
function complaintAbout(
  context: unknown,
): { readonly what: string; readonly hint: string } | undefined {
  // A decorator of TypeScript's old kind gets a name here.
  if (typeof context !== "object" || context === null) {
    return {
      what: "a member of a class that is compiled with experimental decorators",
      hint: 'take "experimentalDecorators" out of tsconfig.json: airgo uses the standard ones',
    };
  }
  const {
    kind,
    name,
    static: isStatic,
    private: isPrivate,
  } = context as ClassMemberDecoratorContext; // what a standard decorator above a member gets
  const hint = "write it above a public getter or method of the instance, which has a name";
  if (kind !== "getter" && kind !== "method") return { what: `a ${kind}`, hint };
  if (isStatic === true) return { what: `the static ${kind} ${String(name)}`, hint };
  if (isPrivate === true) return { what: `the private ${kind} ${String(name)}`, hint };
  return typeof name === "symbol"
    ? { what: `a ${kind} that has a symbol as its name`, hint }
    : undefined;
}
