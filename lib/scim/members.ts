import { fieldOf } from "./body.ts";
import { scimError } from "./error.ts";
import { isEmpty } from "./quirks/empty-values.ts";
import type { JsonObject, JsonValue } from "./resource.ts";
import { GROUP_URN } from "./schema/resource-types.ts";
import { checkText, mustBe } from "./simple-value.ts";
import { isObject } from "./value.ts";

const MAX_MEMBERS = 200_000;
const MAX_ID_LENGTH = 256;

/** A member as a client names it. `type` is absent where the client does not say: Okta never does. */
export interface MemberInput {
  value: string;
  type?: "User" | "Group";
}

/**
 * The members in the body of a POST or PUT. Absent and empty differ: undefined leaves the membership alone,
 * the empty list empties the group.
 */
export function readMembers(body: JsonObject): MemberInput[] | undefined {
  const nested = fieldOf(body, GROUP_URN);
  const members = fieldOf(body, "members") ?? (isObject(nested) ? fieldOf(nested, "members") : undefined);
  return isEmpty(members) ? undefined : readMemberList(members);
}

/** Members as a list, a single one, or plain ids. Somebody named twice is one member. */
export function readMemberList(members: JsonValue): MemberInput[] {
  const sent = Array.isArray(members) ? members : [members];
  if (sent.length > MAX_MEMBERS) {
    throw scimError.tooMany(`members must not list more than ${MAX_MEMBERS} at once. Send them in several requests.`);
  }
  const byValue = new Map<string, MemberInput>();
  for (const element of sent) {
    const member = readMember(element);
    byValue.set(member.value, { ...byValue.get(member.value), ...member });
  }
  return [...byValue.values()];
}

/** `display` and `$ref` are ours to fill in and are not read; Entra ID and Okta send them as null. */
function readMember(element: JsonValue): MemberInput {
  if (typeof element === "string") return { value: readId(element) };
  if (!isObject(element)) throw mustBe("members", "a list of objects", element);
  const value = readId(fieldOf(element, "value") ?? null);
  const type = fieldOf(element, "type");
  return isEmpty(type) ? { value } : { value, type: readType(type) };
}

function readId(value: JsonValue): string {
  if (isEmpty(value)) throw scimError.invalidValue("members.value is required: it is the member's id.");
  if (typeof value !== "string") throw mustBe("members.value", "a string", value);
  if (value.length > MAX_ID_LENGTH) throw scimError.invalidValue("members.value is longer than any id.");
  return checkText("members.value", value);
}

function readType(type: JsonValue): "User" | "Group" {
  const lower = typeof type === "string" ? type.toLowerCase() : undefined;
  if (lower === "user") return "User";
  if (lower === "group") return "Group";
  throw scimError.invalidValue("members.type must be User or Group.");
}
