/** Every operation there is: the one table that doors, reference and tests go by. */
import * as apiKeys from "./api-keys.ts";
import * as auth0 from "./auth0.ts";
import * as credentials from "./credentials.ts";
import * as directories from "./directories.ts";
import * as events from "./events.ts";
import * as log from "./log.ts";
import * as mapping from "./mapping.ts";
import * as members from "./members.ts";
import type { Operation } from "./operation.ts";
import * as organizations from "./organizations.ts";
import * as people from "./people.ts";
import * as roles from "./roles.ts";
import * as setup from "./setup.ts";
import * as workos from "./workos.ts";

const isOperation = (value: object): value is Operation => "id" in value && "method" in value && "path" in value;
const operationsIn = (file: object): Operation[] => Object.values(file).filter(isOperation);

/** In the order of the reference. */
export const OPERATIONS: readonly Operation[] = [
  organizations,
  directories,
  credentials,
  setup,
  mapping,
  roles,
  people,
  members,
  events,
  log,
  apiKeys,
  workos,
  auth0,
].flatMap(operationsIn);
