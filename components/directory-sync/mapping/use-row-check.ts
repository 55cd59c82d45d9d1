"use client";

import { useEffect, useMemo, useState } from "react";
import type { MappingValue } from "#lib/client/mapping-draft.ts";
import { unkeyed } from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { Preview, RowTrace, RuleTrace } from "#lib/contract/mapping-preview.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import type { RoleRules } from "#lib/contract/roles.ts";

type Engine = typeof import("./engine.ts");

/** The engine that the server runs too, once somebody edits: a page that is only read does not load it. */
export function useEngine(wanted: boolean): Engine | undefined {
  const [engine, setEngine] = useState<Engine>();
  useEffect(() => {
    if (!wanted || engine) return;
    let isHere = true;
    void import("./engine.ts").then((loaded) => isHere && setEngine(loaded));
    return () => {
      isHere = false;
    };
  }, [wanted, engine]);
  return engine;
}

/** What a configuration makes of one person. */
export interface Result {
  rows: RowTrace[];
  rules: RuleTrace[];
  profile: Record<string, unknown>;
  active: boolean;
  roles: string[];
  isDefaultRole: boolean;
  userId: string | null;
  problems: { field: string; message: string }[];
}

/** Problems of the configuration at hand; undefined until the engine is here. */
export function useProblems(
  engine: Engine | undefined,
  mapping: Mapping,
  value: MappingValue,
  roles: RoleRules,
): ConfigurationProblem[] | undefined {
  return useMemo(
    () => engine?.check({ rows: unkeyed(value.rows), userIdAttribute: value.userIdAttribute, roles }, mapping),
    [engine, mapping, value, roles],
  );
}

/** What the configuration at hand makes of the person of `preview`: at once, with the engine of the server. */
export function useResult(
  engine: Engine | undefined,
  mapping: Mapping,
  value: MappingValue,
  roles: RoleRules,
  preview: Preview | undefined,
): Result | undefined {
  return useMemo(() => {
    if (!preview) return undefined;
    if (!engine) return ofServer(preview);
    return engine.outcome(
      { rows: unkeyed(value.rows), userIdAttribute: value.userIdAttribute, roles },
      mapping,
      preview,
    );
  }, [engine, mapping, value, roles, preview]);
}

const ofServer = ({ after, trace, problems }: Preview): Result => ({
  rows: trace.rows,
  rules: trace.rules,
  profile: after.profile,
  active: after.active,
  roles: after.roles,
  isDefaultRole: trace.isDefault,
  userId: after.userId,
  problems,
});
