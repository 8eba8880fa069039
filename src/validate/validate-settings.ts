// What Kubernetes would refuse of a project's own names.

import type { Problem } from "../core/errors.ts";

/** The settings that stand in manifests. */
export interface NamedSettings {
  readonly projectName: string;
  readonly image: string;
  readonly namespace: string;
  readonly serviceAccountName: string;
  readonly terminationGracePeriodSeconds: number;
}

// The project's name begins the names of objects, so it begins with a letter; the others are Kubernetes' own rules.
const PROJECT = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/;
const LETTERS = "use lower-case letters, digits and inner hyphens";

/** All mistakes of the settings at once. */
export function validateSettings(settings: NamedSettings): readonly Problem[] {
  const { projectName, image, namespace, serviceAccountName } = settings;
  const grace = settings.terminationGracePeriodSeconds;
  return [
    ...wrongUnless(PROJECT.test(projectName), "projectName", projectName, LETTERS),
    ...wrongUnless(/^\S+$/.test(image), "image", image, 'write the image with its tag: "me/my:1"'),
    ...wrongUnless(DNS_LABEL.test(namespace), "namespace", namespace, LETTERS),
    ...wrongUnless(
      DNS_SUBDOMAIN.test(serviceAccountName),
      "serviceAccountName",
      serviceAccountName,
      LETTERS,
    ),
    ...wrongUnless(
      Number.isInteger(grace) && grace >= 0,
      "terminationGracePeriodSeconds",
      grace,
      "write a whole number of seconds",
    ),
  ];
}

function wrongUnless(fine: boolean, name: string, value: unknown, hint: string): Problem[] {
  if (fine) return [];
  const message = `the setting ${name} is ${JSON.stringify(value)}, which Kubernetes refuses`;
  return [{ code: "invalid-config", message, hint }];
}
