import { type Location, locate, type Site } from "./location.ts";

/** Plain data with the place where it was written, which is only looked up when it is asked for. */
class LocatedFields {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  get location(): Location | undefined {
    return locate(this.#site);
  }
}

/** `fields` and `more` as one object that knows its place. */
export function located<Fields extends object, More extends object>(
  site: Site,
  fields: Fields,
  more: More,
): Fields & More & { readonly location: Location | undefined } {
  return Object.assign(new LocatedFields(site), fields, more);
}
