import { DirectoryError } from "#lib/directory/error.ts";
import { managementRoute } from "#lib/http/management-route.ts";

/** Whatever no folder matches answers as the rest of the API does, not with a page. */
const nothing = managementRoute({}, async () => {
  throw new DirectoryError("not_found", "There is nothing at this address.");
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
