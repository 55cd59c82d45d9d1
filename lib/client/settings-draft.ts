/** The organization's settings while they are edited: only what was changed here is kept and sent, the rest follows the server. */
import type { OrganizationSettings, Settings, UpdateSettings } from "#lib/contract/settings.ts";

export type SettingsValue = { name: string } & Settings;

/** The settings in force as the form shows them. */
export const settingsValue = ({ name, settings }: OrganizationSettings): SettingsValue => ({ name, ...settings });

type Group = Readonly<Record<string, unknown>>;
const isGroup = (value: unknown): value is Group =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function onTop(stored: unknown, edits: unknown): unknown {
  if (!isGroup(stored) || !isGroup(edits)) return edits;
  const parts = Object.entries(edits).map(([name, edit]) => [name, onTop(stored[name], edit)]);
  return { ...stored, ...Object.fromEntries(parts) };
}

/** What `wanted` says otherwise than `known`, lists as a whole; undefined: nothing. */
function difference(known: unknown, wanted: unknown): unknown {
  if (!isGroup(known) || !isGroup(wanted)) return JSON.stringify(known) === JSON.stringify(wanted) ? undefined : wanted;
  const parts = Object.entries(wanted)
    .map(([name, value]) => [name, difference(known[name], value)] as const)
    .filter(([, part]) => part !== undefined);
  return parts.length > 0 ? Object.fromEntries(parts) : undefined;
}

/** What the form shows: the edits on top of what is in force by now. */
export const withEdits = (stored: SettingsValue, edits: UpdateSettings) => onTop(stored, edits) as SettingsValue;

/** What a save has to send so that `wanted` is in force. */
export const editsOf = (stored: SettingsValue, wanted: SettingsValue) =>
  (difference(stored, wanted) ?? {}) as UpdateSettings;

/** What was edited while `sent` was being saved. */
export const editsSince = (sent: UpdateSettings, edits: UpdateSettings) =>
  (difference(sent, edits) ?? {}) as UpdateSettings;
