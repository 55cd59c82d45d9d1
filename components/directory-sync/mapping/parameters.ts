/** What the addresses of the mapping and roles pages hold; read alike by the server and the browser. */
import { oneOf, optionalText } from "#lib/client/url-parameters.ts";

export const mappingParameters = {
  show: oneOf(["editor", "versions", "quality"], "editor"),
  view: oneOf(["rows", "json", "authn"], "rows"),
  /** Whose result is shown; without it, the person the IdP wrote last. */
  person: optionalText,
  /** The dry run that is looked at. */
  run: optionalText,
  /** The version that is looked at. */
  version: optionalText,
};

export const rolesParameters = { person: optionalText, run: optionalText };
