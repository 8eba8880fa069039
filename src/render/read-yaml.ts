// YAML as the API server reads it: by YAML 1.1, so that `defaultMode: 0755` is octal and `yes` a boolean; but without dates.

import {
  boolYaml11Tag,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  nullYaml11Tag,
} from "js-yaml";

const YAML_SCHEMA = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  boolYaml11Tag,
  intYaml11Tag,
  floatYaml11Tag,
  mergeTag,
);

/**
 * The documents of a text.
 *
 * @throws YAMLException
 */
export function readYaml(text: string): readonly unknown[] {
  return loadAll(text, { schema: YAML_SCHEMA });
}
