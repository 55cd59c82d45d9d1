import type { ResourceType } from "./attribute.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";
import { groupSchema } from "./group.ts";
import { userSchema } from "./user.ts";

export { ENTERPRISE_USER_URN } from "./enterprise-user.ts";
export { GROUP_URN } from "./group.ts";
export { USER_URN } from "./user.ts";

export const LIST_RESPONSE_URN = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const PATCH_OP_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const SEARCH_REQUEST_URN = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
export const BULK_REQUEST_URN = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
export const BULK_RESPONSE_URN = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
export const SCHEMA_URN = "urn:ietf:params:scim:schemas:core:2.0:Schema";
export const RESOURCE_TYPE_URN = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
export const SERVICE_PROVIDER_CONFIG_URN = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

export const User: ResourceType = {
  name: "User",
  endpoint: "Users",
  description: "A person's account",
  schema: userSchema,
  extensions: [enterpriseUserSchema],
};

export const Group: ResourceType = {
  name: "Group",
  endpoint: "Groups",
  description: "A group of people",
  schema: groupSchema,
  extensions: [],
};

export const resourceTypes: readonly ResourceType[] = [User, Group];
