import { inspectRoute } from "#lib/http/inspect-route.ts";

export const POST = inspectRoute;
