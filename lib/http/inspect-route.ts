import { receiveInspection } from "#lib/directory/webhooks.ts";
import { readText } from "./body.ts";
import { publicRoute } from "./json-route.ts";

const BODY_LIMIT = 262_144;
/** What of a delivery's headers is worth looking at. */
const SHOWN = /^(webhook-|workos-signature$|authn-|content-type$|user-agent$)/;

/** The address of an inspector. Whoever calls it is known by the signature alone. */
export const inspectRoute = publicRoute("request_id", async ({ request, params, services }) => {
  const headers = Object.fromEntries([...request.headers].filter(([name]) => SHOWN.test(name)));
  const body = await readText(request, BODY_LIMIT);
  const { admin: stores, vault, now, newId } = services;
  await receiveInspection({ stores, vault, now, newId }, params.endpointId ?? "", { headers, body });
});
