import type {
  ImportMapping,
  Mapping,
  MappingFile,
  MappingVersionDetail,
  MappingVersionPage,
  RestoreVersion,
  SavedMapping,
  SaveMapping,
} from "#lib/contract/mapping.ts";
import type { Permission } from "#lib/contract/organization.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { Apply } from "#lib/contract/roles.ts";
import type { Strategy } from "#lib/mapping/auth0.ts";
import { compileConfiguration, errorsOf, type Surroundings } from "#lib/mapping/compile.ts";
import { type Configuration, defaultConfiguration } from "#lib/mapping/configuration.ts";
import { type ConfigurationChange, configurationChanges } from "#lib/mapping/difference.ts";
import { TextProblem } from "#lib/mapping/finding.ts";
import { type Notation, overridesOfRows, rowsOfOverrides } from "#lib/mapping/notation.ts";
import { presets } from "#lib/mapping/presets.ts";
import type { JsonValue } from "#lib/scim/resource.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { isSame } from "#lib/scim/value.ts";
import type { AdminContext, DirectoryPlace } from "../admin-context.ts";
import { audit, type Change } from "../audit.ts";
import { listDirectories, requireDirectory } from "../directories.ts";
import { DirectoryError, notFound } from "../error.ts";
import { actorLabel } from "../permissions.ts";
import { startApply, toRun } from "./runs.ts";
import type { SavedConfiguration } from "./store.ts";

const STRATEGIES: Record<Provider, Strategy> = {
  okta_saml: "samlp",
  okta_oidc: "okta",
  okta_scim: "samlp",
  entra: "waad",
  google: "samlp",
  onelogin: "samlp",
  jumpcloud: "samlp",
  pingone: "samlp",
  generic: "samlp",
};

/** Auth0's word for the kind of connection a provider is. */
export const strategyOf = (provider: Provider): Strategy => STRATEGIES[provider];

const read = "org:sys_provisioning:read";
const manage = "org:sys_provisioning:manage";
/** Of one row or rule in an audit line. */
const AUDITED_WORDS_MAX = 300;

/** A configuration as JSON may hold it: nothing of it is shared. */
export const asJson = ({ userIdAttribute, rows, roles }: Configuration) => ({
  userIdAttribute,
  rows: rows.map((row) => ({ ...row })),
  roles: { ...roles, rules: roles.rules.map((rule) => ({ ...rule })) },
});

/** The directory with the configuration in force. @throws DirectoryError as requireDirectory */
export async function requireConfiguration(ctx: AdminContext, directoryId: string, permission: Permission) {
  const { record, organization } = await requireDirectory(ctx, directoryId, permission);
  const inForce = await ctx.stores.mapping.inForce(directoryId);
  if (!inForce) throw notFound("directory");
  return { record, organization, inForce, configuration: inForce.compiled.configuration };
}

/** What a configuration of this directory is read against. */
export async function surroundingsOf(ctx: AdminContext, record: DirectoryPlace): Promise<Surroundings> {
  const [roles, attributes, schemas] = await Promise.all([
    ctx.stores.roles.definitions(record.organizationId),
    ctx.stores.roles.attributes(record.organizationId),
    ctx.stores.directories.schemas(record.id),
  ]);
  return { type: withExtensions(User, schemas), roles, attributes };
}

/** The mapping and rules in force, with what an editor needs to check and offer. */
export async function getMapping(ctx: AdminContext, directoryId: string): Promise<Mapping> {
  const { record, inForce, configuration } = await requireConfiguration(ctx, directoryId, read);
  const { organizationId } = record;
  const [saved, organizationRoles, customAttributes, schemas, runs, standing] = await Promise.all([
    ctx.stores.mapping.version(directoryId, inForce.version),
    ctx.stores.roles.list(organizationId),
    ctx.stores.roles.attributes(organizationId),
    ctx.stores.directories.schemas(directoryId),
    ctx.stores.runs.newest(directoryId, "apply", 1),
    ctx.stores.mapping.standing(directoryId, organizationId, inForce.version),
  ]);
  const [run] = runs;
  return {
    ...asJson(configuration),
    version: inForce.version,
    savedAt: saved?.createdAt.toISOString() ?? null,
    savedBy: saved?.authorName ?? null,
    note: saved?.note ?? null,
    organizationRoles,
    customAttributes,
    schemas: [...schemas],
    strategy: strategyOf(record.provider),
    presets: presets(configuration.userIdAttribute).map((preset) => ({ ...preset, rows: [...preset.rows] })),
    warnings: [...inForce.compiled.findings],
    run: run ? toRun(run, ctx.now()) : null,
    behind: standing.behind,
    problemCount: standing.problems,
  };
}

interface Saving {
  readonly basedOn: number;
  readonly note?: string | null | undefined;
  readonly apply: Apply;
  readonly restoredFrom?: number;
}

type Part = "mapping" | "roles";

/** A part is in conflict only if somebody else changed that very part meanwhile. */
const partOf = (part: Part, { userIdAttribute, rows, roles }: Configuration) =>
  (part === "mapping" ? [userIdAttribute, rows] : roles) as unknown as JsonValue;

/**
 * Saves parts of a configuration as a new version, if nobody else changed those parts since `basedOn`, and gives it to
 * everybody if so wished. @throws DirectoryError invalid with every problem, conflict with what the other changed
 */
export async function saveConfiguration(
  ctx: AdminContext,
  directoryId: string,
  change: { readonly [P in keyof Configuration]?: Configuration[P] | undefined },
  saving: Saving,
): Promise<SavedMapping> {
  const { record, inForce, configuration: current } = await requireConfiguration(ctx, directoryId, manage);
  const parts: Part[] = [
    ...(change.rows || change.userIdAttribute ? ["mapping" as const] : []),
    ...(change.roles ? ["roles" as const] : []),
  ];
  await refuseConflict(ctx, record, { current, version: inForce.version, parts, basedOn: saving.basedOn });
  const configuration: Configuration = {
    userIdAttribute: change.userIdAttribute ?? current.userIdAttribute,
    rows: change.rows ?? current.rows,
    roles: change.roles ?? current.roles,
  };
  refuseProblems(configuration, await surroundingsOf(ctx, record));
  const version = await ctx.stores.mapping.save(
    {
      directoryId,
      after: inForce.version,
      configuration,
      note: saving.note?.trim() || null,
      author: actorLabel(ctx.actor),
      authorName: ctx.actor.name,
      restoredFrom: saving.restoredFrom ?? null,
      createdAt: ctx.now(),
    },
    audit(
      ctx,
      record.organizationId,
      "mapping.saved",
      record,
      { ...(saving.note?.trim() && { note: saving.note.trim() }) },
      changedParts(configurationChanges(current, configuration)),
    ),
  );
  // Somebody was faster by a moment: look again at what they changed.
  if (version === undefined) return saveConfiguration(ctx, directoryId, change, saving);
  const run = await startApply(ctx, record, version, saving.apply);
  return { version, run: run ? toRun(run, ctx.now()) : null };
}

/** Each part that changed in words, as it was and as it is: what is long is read in the versions themselves. */
function changedParts(changes: readonly ConfigurationChange[]): Change {
  const words = (side: "before" | "after") =>
    changes.flatMap((change) => (change[side] === null ? [] : [change[side].slice(0, AUDITED_WORDS_MAX)]));
  return { before: { configuration: words("before") }, after: { configuration: words("after") } };
}

async function refuseConflict(
  ctx: AdminContext,
  record: DirectoryPlace,
  {
    current,
    version,
    parts,
    basedOn,
  }: { current: Configuration; version: number; parts: readonly Part[]; basedOn: number },
): Promise<void> {
  if (basedOn === version) return;
  if (basedOn > version)
    throw new DirectoryError("invalid", `There is no version ${basedOn} yet; version ${version} is in force.`);
  const base = await configurationAt(ctx, record, basedOn);
  if (parts.every((part) => isSame(partOf(part, base), partOf(part, current)))) return;
  const saved = await ctx.stores.mapping.version(record.id, version);
  const savedBy = saved?.authorName ?? "somebody";
  throw new DirectoryError(
    "conflict",
    `${savedBy} saved version ${version} while you were editing version ${basedOn}. Look at what changed, then save on top of it.`,
    {
      detail: {
        version,
        savedBy,
        savedAt: (saved?.createdAt ?? ctx.now()).toISOString(),
        changes: configurationChanges(base, current),
      },
    },
  );
}

function refuseProblems(configuration: Configuration, surroundings: Surroundings): void {
  const compiled = compileConfiguration(configuration, surroundings);
  const errors = errorsOf(compiled);
  const [first] = errors;
  if (!first) return;
  const place = first.index === null ? "" : `${first.part === "rule" ? "Rule" : "Row"} ${first.index + 1}: `;
  throw new DirectoryError("invalid", `${place}${first.message}`, {
    detail: { problems: compiled.findings },
    fields: Object.fromEntries(
      errors.map(({ part, index, field, message }) => [
        [part, index, field].filter((each) => each !== null).join("."),
        message,
      ]),
    ),
  });
}

/** A version's content; 0 is the default mapping. @throws DirectoryError not_found */
async function configurationAt(ctx: AdminContext, record: DirectoryPlace, version: number): Promise<Configuration> {
  if (version === 0) return defaultConfiguration(record.userIdAttribute === "externalId" ? "externalId" : "userName");
  const saved = await ctx.stores.mapping.version(record.id, version);
  if (!saved) throw notFound("version");
  return saved.configuration;
}

/** @throws DirectoryError invalid, conflict, forbidden */
export const saveMapping = (
  ctx: AdminContext,
  directoryId: string,
  { rows, userIdAttribute, ...saving }: SaveMapping,
) => saveConfiguration(ctx, directoryId, { rows, userIdAttribute }, saving);

/* Versions */

const VERSIONS_SHOWN = 25;

function versionOf(saved: SavedConfiguration, former: Configuration) {
  const { version, createdAt, authorName, note, restoredFrom, configuration } = saved;
  return {
    version,
    savedAt: createdAt.toISOString(),
    savedBy: authorName,
    note,
    restoredFrom,
    changes: configurationChanges(former, configuration),
  };
}

/** Newest first, each with its difference to the one before. */
export async function listVersions(
  ctx: AdminContext,
  directoryId: string,
  cursor: string | undefined,
): Promise<MappingVersionPage> {
  const { record } = await requireDirectory(ctx, directoryId, read);
  const before = cursor === undefined ? null : Number.parseInt(cursor, 10) || null;
  const saved = await ctx.stores.mapping.versions(directoryId, { before, limit: VERSIONS_SHOWN + 1 });
  const shown = saved.slice(0, VERSIONS_SHOWN);
  const first = await configurationAt(ctx, record, 0);
  const data = shown.map((each, index) => versionOf(each, saved[index + 1]?.configuration ?? first));
  return { data, nextCursor: saved.length > VERSIONS_SHOWN ? String(shown.at(-1)?.version) : null };
}

/** What the directory began with, as if it had been saved: what version 1 is compared with. */
const beginning = async (ctx: AdminContext, record: DirectoryPlace): Promise<SavedConfiguration> => ({
  version: 0,
  configuration: await configurationAt(ctx, record, 0),
  note: null,
  authorName: "Rollcall",
  restoredFrom: null,
  createdAt: new Date(record.createdAt),
});

/** Version 0 is the default mapping. @throws DirectoryError not_found */
export async function getVersion(
  ctx: AdminContext,
  directoryId: string,
  version: number,
): Promise<MappingVersionDetail> {
  const { record } = await requireDirectory(ctx, directoryId, read);
  const saved = version === 0 ? await beginning(ctx, record) : await ctx.stores.mapping.version(directoryId, version);
  if (!saved) throw notFound("version");
  if (version === 0) return { ...versionOf(saved, saved.configuration), ...asJson(saved.configuration) };
  const former = await configurationAt(ctx, record, version - 1);
  return { ...versionOf(saved, former), ...asJson(saved.configuration) };
}

/** Brings an older version back as a new one; 0 is the default mapping. @throws DirectoryError not_found, invalid, conflict */
export async function restoreVersion(
  ctx: AdminContext,
  directoryId: string,
  version: number,
  input: RestoreVersion,
): Promise<SavedMapping> {
  const { record } = await requireDirectory(ctx, directoryId, manage);
  const configuration = await configurationAt(ctx, record, version);
  return saveConfiguration(ctx, directoryId, configuration, { ...input, restoredFrom: version });
}

/* Files and authn.sh's notation */

export async function exportMapping(ctx: AdminContext, directoryId: string): Promise<MappingFile> {
  const { configuration } = await requireConfiguration(ctx, directoryId, read);
  const { userIdAttribute, rows, roles } = asJson(configuration);
  return { object: "rollcall.mapping", format: 1, user_id_attribute: userIdAttribute, rows, roles };
}

/** @throws DirectoryError invalid, conflict */
export const importMapping = (ctx: AdminContext, directoryId: string, { file, ...saving }: ImportMapping) =>
  saveConfiguration(
    ctx,
    directoryId,
    { userIdAttribute: file.user_id_attribute, rows: file.rows, roles: file.roles },
    saving,
  );

/**
 * The directory of an organization that an address without one means: the named one, or the only one.
 * @throws DirectoryError not_found, invalid when there are several
 */
async function directoryMeant(
  ctx: AdminContext,
  organizationId: string,
  directoryId: string | undefined,
): Promise<string> {
  const directories = await listDirectories(ctx, organizationId);
  if (directoryId !== undefined) {
    if (directories.some(({ id }) => id === directoryId)) return directoryId;
    throw notFound("directory");
  }
  const [only, ...others] = directories;
  if (!only) throw notFound("directory");
  if (others.length === 0) return only.id;
  throw new DirectoryError("invalid", "The organization has several directories: say which with ?directory_id=….", {
    fields: { directory_id: "Say which directory." },
  });
}

/** authn.sh's overrides: what differs from the default mapping. */
export async function getOverrides(
  ctx: AdminContext,
  organizationId: string,
  directoryId: string | undefined,
): Promise<{ mapping: Notation }> {
  const id = await directoryMeant(ctx, organizationId, directoryId);
  const { configuration } = await requireConfiguration(ctx, id, read);
  return { mapping: overridesOfRows(configuration.rows) };
}

/** Replaces all overrides; `{}` brings the default mapping back. Applied to everybody. @throws DirectoryError invalid */
export async function setOverrides(
  ctx: AdminContext,
  organizationId: string,
  directoryId: string | undefined,
  mapping: Notation,
): Promise<{ mapping: Notation }> {
  const id = await directoryMeant(ctx, organizationId, directoryId);
  const { inForce } = await requireConfiguration(ctx, id, manage);
  const rows = readOverrides(mapping);
  await saveConfiguration(ctx, id, { rows }, { basedOn: inForce.version, apply: "now" });
  return getOverrides(ctx, organizationId, id);
}

function readOverrides(mapping: Notation) {
  try {
    return rowsOfOverrides(mapping);
  } catch (error) {
    if (!(error instanceof TextProblem)) throw error;
    throw new DirectoryError("invalid", error.message, { fields: { mapping: error.message } });
  }
}

/** As `importMapping`, on top of whatever is in force: for callers that keep the configuration elsewhere. @throws DirectoryError invalid */
export async function replaceMapping(ctx: AdminContext, directoryId: string, file: MappingFile): Promise<SavedMapping> {
  const { inForce } = await requireConfiguration(ctx, directoryId, manage);
  return importMapping(ctx, directoryId, { file, basedOn: inForce.version, apply: "now" });
}
