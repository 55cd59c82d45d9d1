import { createHash } from "node:crypto";
import { DEPARTMENTS, FAMILY_NAMES, GIVEN_NAMES, GROUP_NAMES } from "./names.ts";

/** What a profile says about someone and what an update may change. An absent title is one that was taken away. */
export interface Profile {
  readonly displayName: string;
  readonly title: string | undefined;
  readonly department: string;
  readonly mobile: string | undefined;
}

/** Somebody in the provider's own directory. */
export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  readonly userName: string;
  readonly email: string;
  readonly mailNickname: string;
  /** Okta's own id for the person, sent as externalId. */
  readonly oktaId: string;
  readonly employeeNumber: string;
  /** Okta sends a generated one even when password sync is off. */
  readonly password: string;
  /** Position of the manager in the list of people; nobody stands above the first. */
  readonly manager: number | undefined;
  readonly hiredAs: Profile;
  /** The profile after the update phase. */
  readonly later: Profile;
}

/** A group of the provider's own directory; `members` are positions in the list of people. */
export interface GroupPlan {
  readonly objectId: string;
  readonly name: string;
  /** The name it has once the rename phase is through. */
  readonly laterName: string;
  readonly members: readonly number[];
}

interface Draw {
  below(limit: number, what: string): number;
  pick<T>(list: readonly T[], what: string): T;
  hex(length: number, what: string): string;
  letters(length: number, what: string): string;
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const REPORTS_PER_MANAGER = 6;

/** Each draw depends on seed and subject alone, so that asking for more people leaves the first ones as they were. */
function drawFor(seed: number, subject: string): Draw {
  const bytes = (what: string) => createHash("sha256").update(`${seed}/${subject}/${what}`).digest();
  const below = (limit: number, what: string) => bytes(what).readUInt32BE(0) % limit;
  return {
    below,
    pick: (list, what) => list[below(list.length, what)] as (typeof list)[number],
    hex: (length, what) => bytes(what).toString("hex").slice(0, length),
    letters: (length, what) =>
      Array.from(bytes(what).subarray(0, length), (byte) => LETTERS[byte % LETTERS.length]).join(""),
  };
}

const PLAIN_LETTERS: Readonly<Record<string, string>> = { ß: "ss", ø: "o", ł: "l", ı: "i", đ: "d", æ: "ae" };

/** A name as it appears in a sign-in name: no accents, no spaces; an apostrophe stays, it is allowed in addresses. */
function signInPart(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßøłıđæ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/[^a-z0-9'-]/g, "");
}

function profiles(draw: Draw, index: number, name: string): { hiredAs: Profile; later: Profile } {
  const department = draw.pick(DEPARTMENTS, "department");
  const moved = draw.pick(DEPARTMENTS, "moved to");
  const title = draw.pick(department.titles, "title");
  const mobile = `+49 151 ${10_000_000 + draw.below(89_999_999, "mobile")}`;
  return {
    hiredAs: { displayName: name, title, department: department.name, mobile: undefined },
    later: {
      displayName: `${name} (${moved.name})`,
      title: index % 9 === 4 ? undefined : `Senior ${title}`,
      department: moved.name,
      mobile,
    },
  };
}

function makePerson(seed: number, index: number, domain: string, taken: Set<string>): Person {
  const draw = drawFor(seed, `person ${index}`);
  const givenName = draw.pick(GIVEN_NAMES, "given name");
  const familyName = draw.pick(FAMILY_NAMES, "family name");
  const plain = `${signInPart(givenName)}.${signInPart(familyName)}`;
  let login = plain;
  for (let repeat = 2; taken.has(login); repeat += 1) login = `${plain}${repeat}`;
  taken.add(login);
  return {
    givenName,
    familyName,
    userName: `${login}@${domain}`,
    email: `${login.replace(/(^|\.)[a-z]/g, (start) => start.toUpperCase())}@${domain}`,
    mailNickname: login,
    oktaId: `00u${draw.letters(17, "okta id")}`,
    employeeNumber: String(100_000 + draw.below(900_000, "employee number")),
    password: draw.letters(12, "password"),
    manager: index === 0 ? undefined : Math.floor((index - 1) / REPORTS_PER_MANAGER),
    ...profiles(draw, index, `${givenName} ${familyName}`),
  };
}

/** The provider's people for this seed; the first n of a longer list are the list of n. */
export function makePeople(options: { count: number; seed: number; domain: string }): Person[] {
  const taken = new Set<string>();
  return Array.from({ length: options.count }, (_, index) => makePerson(options.seed, index, options.domain, taken));
}

/** The provider's groups: everybody is in one, about every fifth person in a second. */
export function makeGroups(options: { count: number; people: number; seed: number }): GroupPlan[] {
  const { count, people, seed } = options;
  const first = drawFor(seed, "groups").below(GROUP_NAMES.length, "first name");
  const positions = Array.from({ length: people }, (_, index) => index);
  const isGuest = (index: number, group: number) => {
    const draw = drawFor(seed, `person ${index}`);
    return draw.below(5, "visits") === 0 && draw.below(count, "second group") === group;
  };
  return Array.from({ length: count }, (_, group) => {
    const round = Math.floor(group / GROUP_NAMES.length);
    const base = GROUP_NAMES[(first + group) % GROUP_NAMES.length] as string;
    const name = round === 0 ? base : `${base} ${round + 1}`;
    return {
      objectId: guid(seed, `group ${group}`),
      name,
      laterName: `${name} (EMEA)`,
      members: positions.filter((index) => index % count === group || isGuest(index, group)),
    };
  });
}

/** A GUID that is the same for the same seed and subject. */
export function guid(seed: number, subject: string): string {
  const hex = drawFor(seed, subject).hex(32, "guid");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
