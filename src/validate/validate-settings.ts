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
// github.com/distribution/reference: a domain, lower-case parts, a tag, a digest; the kubelet calls others InvalidImageName.
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const IMAGE = new RegExp(
  `^(?:[A-Za-z0-9[][-\\w.:[\\]]*/)?${PART}(?:/${PART})*(?::\\w[-\\w.]{0,127})?(?:@[A-Za-z][-\\w+.]*:[0-9a-fA-F]{32,})?$`,
);
const LETTERS = "use lower-case letters, digits and inner hyphens";

/** All mistakes of the settings at once. */
export function validateSettings(settings: NamedSettings): readonly Problem[] {
  const { projectName, image, namespace, serviceAccountName } = settings;
  const grace = settings.terminationGracePeriodSeconds;
  return [
    ...wrongUnless(PROJECT.test(projectName), "projectName", projectName, LETTERS),
    ...wrongImage(image),
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

function wrongImage(image: string): Problem[] {
  if (image.includes("{{")) return [bracesIn(image)];
  return wrongUnless(IMAGE.test(image), "image", image, 'write it as in "registry:5000/me/my:1"');
}

/** util/template/simple_template.go: every text of a template is substituted. */
function bracesIn(image: string): Problem {
  const message = `the setting image is ${JSON.stringify(image)}, whose braces Argo would substitute`;
  const hint = "write the image as it is, or name it in a file of templates/containers";
  return { code: "invalid-config", message, hint };
}

function wrongUnless(fine: boolean, name: string, value: unknown, hint: string): Problem[] {
  if (fine) return [];
  const message = `the setting ${name} is ${JSON.stringify(value)}, which Kubernetes refuses`;
  return [{ code: "invalid-config", message, hint }];
}
