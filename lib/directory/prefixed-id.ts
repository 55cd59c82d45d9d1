/** An id of our own API, e.g. `directory_0193…`: says what it is of and sorts by time. @param uuid a UUIDv7 */
export const prefixedId = (prefix: IdPrefix, uuid: string) => `${prefix}_${uuid.replaceAll("-", "")}`;

type IdPrefix =
  | "org"
  | "directory"
  | "scimt"
  | "setuplink"
  | "logview"
  | "client"
  | "secret"
  | "key"
  | "member"
  | "invitation"
  | "account"
  | "directory_user"
  | "directory_group"
  | "event"
  | "whe"
  | "delivery"
  | "attempt";
