/** A directory's whole configuration as one file: taken out, compared, and brought in. */
import { createHash } from "node:crypto";
import { type ApiAccess, type ApiArea, allows } from "#lib/contract/api-scopes.ts";
import { CONFIGURATION_PARTS, type ConfigurationPart, type ConfigurationPlan } from "#lib/contract/configuration.ts";
import type { DirectoryConfiguration, ImportConfiguration } from "#lib/contract/directory-configuration.ts";
import type { Permission } from "#lib/contract/organization.ts";
import { compileConfiguration, errorsOf } from "#lib/mapping/compile.ts";
import { BUILT_IN_ROLES } from "#lib/mapping/configuration.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { SCHEMA_URN, User } from "#lib/scim/schema/resource-types.ts";
import { refuseTarget } from "#lib/webhooks/target.ts";
import type { AdminContext, DirectoryPlace } from "../admin-context.ts";
import { audit } from "../audit.ts";
import { readSchemas, urnsOf, writeSchemas } from "../declared-schemas.ts";
import { requireDirectory, updateDirectory } from "../directories.ts";
import { DirectoryError } from "../error.ts";
import { asJson, requireConfiguration, saveConfiguration } from "../mapping/mapping.ts";
import { createRole, setAttributes, updateRole } from "../mapping/roles.ts";
import { getSettings, updateSettings, withChange } from "../settings.ts";
import { changeProvider } from "../setup/progress.ts";
import { requireRecentSignIn } from "../step-up.ts";
import { createWebhookEndpoint, updateWebhookEndpoint } from "../webhooks.ts";
import { differences, over, type WholeConfiguration } from "./differences.ts";

const READ = "org:sys_provisioning:read";
const MANAGE = "org:sys_provisioning:manage";

const AREAS: Record<ConfigurationPart, ApiArea> = {
  directory: "directories",
  custom_roles: "mapping",
  custom_attributes: "mapping",
  schemas: "directories",
  mapping: "mapping",
  roles: "mapping",
  settings: "organizations",
  webhook_endpoints: "webhooks",
};

/** A key needs for each part of a file what it would need for that part alone. @throws DirectoryError forbidden */
function requireAreas({ actor }: AdminContext, parts: Iterable<ConfigurationPart>, access: ApiAccess): void {
  if (actor.kind !== "key") return;
  for (const part of parts) {
    if (allows(actor.scopes, AREAS[part], access)) continue;
    const words = `This key lacks the scope ${AREAS[part]}:${access}, which the part ${part} of a configuration needs.`;
    throw new DirectoryError("forbidden", words);
  }
}

const asDocument = ({ id, name, description, attributes }: Schema) => ({
  schemas: [SCHEMA_URN],
  id,
  name,
  description,
  attributes,
});

async function configurationOf(ctx: AdminContext, record: DirectoryPlace, configuration: Parameters<typeof asJson>[0]) {
  const { organizationId, id, name, provider, label, rateLimit } = record;
  const [allRoles, customAttributes, schemas, { settings }, endpoints] = await Promise.all([
    ctx.stores.roles.definitions(organizationId),
    ctx.stores.roles.attributes(organizationId),
    ctx.stores.directories.schemas(id),
    getSettings(ctx, organizationId),
    ctx.stores.webhooks.ofOrganization(organizationId),
  ]);
  const { userIdAttribute, rows, roles } = asJson(configuration);
  const whole: WholeConfiguration = {
    object: "rollcall.configuration",
    format: 1,
    directory: { name, provider, label, rateLimit },
    customRoles: allRoles
      .filter(({ builtIn }) => !builtIn)
      .map(({ slug, name, rank, permissions }) => ({ slug, name, rank, permissions: [...permissions] })),
    customAttributes,
    schemas: schemas.map(asDocument) as unknown as WholeConfiguration["schemas"],
    mapping: { userIdAttribute, rows },
    roles,
    settings,
    // An inspector's address is this instance's alone.
    webhookEndpoints: endpoints
      .filter(({ kind }) => kind === "http")
      .map(({ url, description, events }) => ({ url, description, events })),
  };
  return whole;
}

const revisionOf = (configuration: WholeConfiguration) =>
  createHash("sha256").update(JSON.stringify(configuration)).digest("base64url").slice(0, 22);

/** Everything an admin chose for the directory, without secrets. The same configuration always reads the same. */
export async function exportConfiguration(ctx: AdminContext, directoryId: string): Promise<DirectoryConfiguration> {
  const { record, configuration } = await requireConfiguration(ctx, directoryId, READ);
  requireAreas(ctx, CONFIGURATION_PARTS, "read");
  return configurationOf(ctx, record, configuration);
}

/**
 * Compares the file with what is there and, unless it is a dry run, brings it in: part after part, each with its own
 * audit line, in one transaction. Nothing is deleted but rows, rules, declared attributes and extensions that the file
 * leaves out. A webhook endpoint that is new begins paused: rotate its secret to see it.
 * @throws DirectoryError invalid with every problem, conflict when `basedOn` is not what is there; then nothing changed
 */
export async function importConfiguration(
  ctx: AdminContext,
  directoryId: string,
  file: ImportConfiguration,
): Promise<ConfigurationPlan> {
  if (file.dryRun) return (await compare(ctx, directoryId, READ, file)).plan;
  let isRunWaiting = false;
  const wakeRuns = () => {
    isRunWaiting = true;
  };
  const done = await ctx.stores.atOnce((stores) => bringIn({ ...ctx, stores, wakeRuns }, directoryId, file));
  if (isRunWaiting) ctx.wakeRuns();
  // Everybody's search documents: too much for one transaction. Importing the file again completes it.
  if (file.configuration.schemas) await ctx.stores.directories.refold(directoryId, done.urns);
  return done.plan;
}

/** @throws DirectoryError forbidden, conflict */
async function compare(
  ctx: AdminContext,
  directoryId: string,
  permission: Permission,
  { configuration: file, dryRun, basedOn }: ImportConfiguration,
) {
  const { record, inForce, configuration } = await requireConfiguration(ctx, directoryId, permission);
  requireAreas(ctx, CONFIGURATION_PARTS, "read");
  const before = await configurationOf(ctx, record, configuration);
  const revision = revisionOf(before);
  if (basedOn !== undefined && basedOn !== revision) {
    const words = "Somebody changed the configuration meanwhile. Look at the difference again.";
    throw new DirectoryError("conflict", words, { detail: { revision } });
  }
  const merged = over(before, file);
  const after = { ...merged, settings: withChange(before.settings as never, file.settings ?? {}) };
  const problems = await problemsOf(ctx, record, after);
  const plan: ConfigurationPlan = { dryRun, revision, changes: differences(before, after), problems };
  return { record, before, after, version: inForce.version, plan };
}

/** Everything of `importConfiguration` that has to happen at once. */
async function bringIn(ctx: AdminContext, directoryId: string, file: ImportConfiguration) {
  await requireDirectory(ctx, directoryId, MANAGE);
  await ctx.stores.directories.hold(directoryId);
  const { record, before, after, version, plan } = await compare(ctx, directoryId, MANAGE, file);
  requireRecentSignIn(ctx);
  refuse(plan);
  const touched = new Set(plan.changes.map(({ part }) => part));
  requireAreas(ctx, touched, "manage");
  await apply(ctx, record, { before, after, touched, version });
  if (touched.size > 0) {
    const detail = { parts: [...touched].join(" "), changes: plan.changes.length };
    await ctx.stores.audit.append(audit(ctx, record.organizationId, "configuration.imported", record, detail));
  }
  const now = await requireConfiguration(ctx, directoryId, READ);
  const revision = revisionOf(await configurationOf(ctx, now.record, now.configuration));
  return { plan: { ...plan, revision }, urns: urnsOf([...readSchemas(before.schemas), ...readSchemas(after.schemas)]) };
}

function refuse({ problems }: ConfigurationPlan): void {
  const [first] = problems;
  if (!first) return;
  throw new DirectoryError("invalid", `${first.part}: ${first.message}`, {
    fields: Object.fromEntries(problems.map(({ part, message }) => [`configuration.${part}`, message])),
    detail: { problems },
  });
}

/** What a part says against it. */
const complaint = (work: () => void): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof DirectoryError) return error.message;
    throw error;
  }
};

const repeated = (names: readonly string[]) => names.find((name, index) => names.indexOf(name) !== index);

async function problemsOf(ctx: AdminContext, record: DirectoryPlace, after: WholeConfiguration) {
  const problems: { part: ConfigurationPart; message: string }[] = [];
  const add = (part: ConfigurationPart, message: string | undefined) => message && problems.push({ part, message });
  let schemas: readonly Schema[] = [];
  add(
    "schemas",
    complaint(() => {
      schemas = readSchemas(after.schemas);
    }),
  );
  const { label } = after.directory;
  if (label && label !== record.label) {
    const isTaken = (await ctx.stores.directories.all()).some((other) => other.label === label);
    add("directory", isTaken ? `Another directory has the label "${label}". Choose a different one.` : undefined);
  }
  const builtIn = after.customRoles.find(({ slug }) => BUILT_IN_ROLES.some((role) => role.slug === slug));
  add("custom_roles", builtIn && `${builtIn.slug} is built in and stays as it is.`);
  const roleTwice = repeated(after.customRoles.map(({ slug }) => slug));
  add("custom_roles", roleTwice && `${roleTwice} comes twice.`);
  const attributeTwice = repeated(after.customAttributes.map(({ key }) => key));
  add("custom_attributes", attributeTwice && `${attributeTwice} comes twice.`);
  const urlTwice = repeated(after.webhookEndpoints.map(({ url }) => url));
  add("webhook_endpoints", urlTwice && `${urlTwice} comes twice.`);
  for (const { url } of after.webhookEndpoints) {
    const refused = refuseTarget(url, ctx.targets);
    add("webhook_endpoints", refused && `${url}: ${refused}`);
  }
  const existing = await ctx.stores.roles.definitions(record.organizationId);
  const roles = [
    ...existing.filter(({ slug }) => !after.customRoles.some((role) => role.slug === slug)),
    ...after.customRoles,
  ];
  const surroundings = { type: withExtensions(User, schemas), roles, attributes: after.customAttributes };
  const compiled = compileConfiguration({ ...after.mapping, roles: after.roles }, surroundings);
  for (const { part, index, message } of errorsOf(compiled)) {
    const place = index === null ? "" : `${part === "rule" ? "Rule" : "Row"} ${index + 1}: `;
    add(part === "rule" || part === "default_role" ? "roles" : "mapping", `${place}${message}`);
  }
  return problems;
}

interface Applying {
  readonly before: WholeConfiguration;
  readonly after: WholeConfiguration;
  readonly touched: ReadonlySet<ConfigurationPart>;
  /** Of mapping and rules, in force when they were compared. */
  readonly version: number;
}

/** What others rest on comes first, so that each part is valid when its turn comes. */
async function apply(ctx: AdminContext, record: DirectoryPlace, { before, after, touched, version }: Applying) {
  const { id, organizationId } = record;
  const step = async (part: ConfigurationPart, work: () => Promise<unknown>) => {
    if (touched.has(part)) await work();
  };
  await step("directory", async () => {
    const { provider = record.provider, ...change } = after.directory;
    await updateDirectory(ctx, id, change);
    await changeProvider(ctx, record, provider);
  });
  await step("custom_roles", async () => {
    for (const role of after.customRoles) {
      if (before.customRoles.some(({ slug }) => slug === role.slug))
        await updateRole(ctx, organizationId, role.slug, role);
      else await createRole(ctx, organizationId, role);
    }
  });
  // New attributes before the rows that fill them; those that go, after the rows that did.
  const gone = before.customAttributes.filter(({ key }) => !after.customAttributes.some((other) => other.key === key));
  await step("custom_attributes", () =>
    setAttributes(ctx, organizationId, { data: [...after.customAttributes, ...gone] }),
  );
  await step("schemas", () => writeSchemas(ctx, record, readSchemas(after.schemas)));
  if (touched.has("mapping") || touched.has("roles")) {
    const change = { ...after.mapping, roles: after.roles };
    const saving = { basedOn: version, note: "From a configuration file", apply: "now" as const };
    await saveConfiguration(ctx, id, change, saving);
  }
  if (gone.length > 0)
    await step("custom_attributes", () => setAttributes(ctx, organizationId, { data: after.customAttributes }));
  await step("settings", () => updateSettings(ctx, organizationId, after.settings));
  await step("webhook_endpoints", () => importEndpoints(ctx, organizationId, after.webhookEndpoints));
}

async function importEndpoints(
  ctx: AdminContext,
  organizationId: string,
  endpoints: WholeConfiguration["webhookEndpoints"],
) {
  const existing = await ctx.stores.webhooks.ofOrganization(organizationId);
  for (const { url, description, events } of endpoints) {
    const known = existing.find((each) => each.kind === "http" && each.url === url);
    if (known) {
      const isSame = known.description === description && known.events.join() === events.join();
      if (!isSame) await updateWebhookEndpoint(ctx, organizationId, known.id, { description, events });
    } else {
      const input = { url, description, events, kind: "http" as const, headers: {} };
      const made = await createWebhookEndpoint(ctx, organizationId, input);
      await updateWebhookEndpoint(ctx, organizationId, made.id, { state: "paused" });
    }
  }
}
