// What yargs 18 has and its types do not say yet.
import "yargs";

declare module "yargs" {
  interface Argv<T = object> {
    usageConfiguration(configuration: { readonly "hide-types"?: boolean }): Argv<T>;
  }
}
