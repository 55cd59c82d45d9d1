/** What the admins of an organization choose, and the domains that are theirs. */
import * as z from "zod/mini";
import { name, time } from "./common.ts";

const days = (least: number, most: number, otherwise: number) =>
  z._default(
    z
      .number("Enter a number of days.")
      .check(
        z.int("Enter a whole number of days."),
        z.minimum(least, `At least ${least} ${least === 1 ? "day" : "days"}.`),
        z.maximum(most, `At most ${most.toLocaleString("en")} days.`),
      ),
    otherwise,
  );

const Deprovision = z.object({
  /**
   * Access ends at once in any case. `suspend` keeps the member for their return; `remove` takes the member out after the
   * days; `delete` also deletes what the directory knows of the person.
   */
  policy: z._default(z.enum(["suspend", "remove", "delete"]), "suspend"),
  afterDays: days(0, 3_650, 30),
});
const Retention = z.object({
  /** Log entries, from then on not even their sentence. */
  logDays: days(1, 3_650, 365),
  /** Bodies of requests and answers in the log. */
  bodyDays: days(0, 3_650, 30),
  eventDays: days(1, 3_650, 30),
});
const yes = z._default(z.boolean(), true);
const Notifications = z.object({
  tokenExpiry: yes,
  attention: yes,
  webhookDisabled: yes,
  massChange: yes,
  /** Besides owners and admins. */
  recipients: z._default(
    z.array(z.string().check(z.trim(), z.toLowerCase(), z.email("That is no e-mail address."))).check(z.maxLength(20)),
    [],
  ),
});
const MassChange = z.object({
  /** More people than this … */
  count: z._default(z.number().check(z.int(), z.minimum(1, "At least 1."), z.maximum(1_000_000)), 500),
  /** … or more than this share of the directory, within ten minutes. */
  percent: z._default(z.number().check(z.int(), z.minimum(1, "At least 1 %."), z.maximum(100, "At most 100 %.")), 20),
  /** Pause the directory until somebody has looked. */
  hold: z._default(z.boolean(), false),
});
/** An attribute as SCIM paths name it, e.g. `phoneNumbers` or `name.familyName`. */
const attribute = z
  .string()
  .check(
    z.trim(),
    z.regex(/^[A-Za-z$][A-Za-z0-9$_.:-]{0,199}$/, "An attribute is called as in SCIM, e.g. phoneNumbers."),
  );
const timeZone = z.string().check(
  z.refine((zone) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, "There is no such time zone."),
);

export const Settings = z.object({
  deprovision: z.prefault(Deprovision, {}),
  retention: z.prefault(Retention, {}),
  /** Attributes whose values the log never keeps. */
  redactedAttributes: z._default(z.array(attribute).check(z.maxLength(100, "At most 100 attributes.")), []),
  notifications: z.prefault(Notifications, {}),
  massChange: z.prefault(MassChange, {}),
  linking: z.prefault(z.object({ byVerifiedDomain: z._default(z.boolean(), false) }), {}),
  timeZone: z._default(timeZone, "UTC"),
});
export type Settings = z.infer<typeof Settings>;

/** A field that has a value where nothing is said, without that value: absent stays absent. */
function bare(field: z.core.$ZodType): z.core.$ZodType {
  const { def } = (field as z.core.$ZodTypes)._zod;
  if (def.type === "default" || def.type === "prefault") return bare(def.innerType);
  return def.type === "object" ? sparse(def.shape) : field;
}
const sparse = (shape: Readonly<Record<string, z.core.$ZodType>>) =>
  z.strictObject(Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, z.optional(bare(field))])));

/** Any of the settings, and of a part any of its fields: what is absent stays as it is. */
export type ChangeSettings = {
  [Part in keyof Settings]?:
    | (Settings[Part] extends readonly unknown[] | string
        ? Settings[Part]
        : { [Field in keyof Settings[Part]]?: Settings[Part][Field] | undefined })
    | undefined;
};
export const ChangeSettings = sparse(Settings.shape) as unknown as z.ZodMiniType<ChangeSettings> & {
  shape: Record<string, z.ZodMiniType>;
};
export type UpdateSettings = ChangeSettings & { name?: string | undefined };
export const UpdateSettings = z.strictObject({
  ...ChangeSettings.shape,
  name: z.optional(name),
}) as unknown as z.ZodMiniType<UpdateSettings>;

export const OrganizationSettings = z.object({
  id: z.string(),
  name: z.string(),
  settings: Settings,
  sendsMail: z.boolean(),
  /** What a deletion of the organization would take along. */
  counts: z.object({ directories: z.number(), people: z.number(), members: z.number(), apiKeys: z.number() }),
});
export type OrganizationSettings = z.infer<typeof OrganizationSettings>;

/** Its name, typed: nobody deletes an organization by a slip. */
export const DeleteOrganization = z.object({ name: z.string() });

export const VerifiedDomain = z.object({
  domain: z.string(),
  /** Where the TXT record goes, and what it says. */
  record: z.object({ name: z.string(), value: z.string() }),
  createdAt: time,
  verifiedAt: z.nullable(time),
  checkedAt: z.nullable(time),
  problem: z.nullable(z.string()),
});
export type VerifiedDomain = z.infer<typeof VerifiedDomain>;
export const VerifiedDomainList = z.object({ data: z.array(VerifiedDomain) });
export const AddDomain = z.object({
  domain: z
    .string()
    .check(
      z.trim(),
      z.toLowerCase(),
      z.maxLength(253),
      z.regex(
        /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
        "Enter a domain such as example.com.",
      ),
    ),
});

/** A message that was sent, or waits for an SMTP server. */
export const Mail = z.object({
  id: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  createdAt: time,
  sentAt: z.nullable(time),
  problem: z.nullable(z.string()),
});
export type Mail = z.infer<typeof Mail>;
export const MailList = z.object({ data: z.array(Mail), sendsMail: z.boolean() });
export type MailList = z.infer<typeof MailList>;
