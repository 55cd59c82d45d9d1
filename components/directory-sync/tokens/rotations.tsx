"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { Section } from "#components/ui/panel.tsx";
import { useRelativeTime } from "#components/ui/relative-time.tsx";
import type { Token } from "#lib/contract/credential.ts";
import { isLive } from "./token-list.tsx";

/** How long the old token has to be silent before nobody seems to hold it any more. */
const SILENT_MS = 2 * 3_600_000;

type RotationsProps = { tokens: Token[]; blocked: string | undefined; onRevoke: (token: Token) => void };

/** For each token that is being replaced: has the new one been used, and is the old one silent? */
export function Rotations({ tokens, blocked, onRevoke }: RotationsProps) {
  const pairs = tokens.flatMap((old) => {
    const successor = tokens.find(({ id }) => id === old.successorId);
    return successor && isLive(old) ? [{ old, successor }] : [];
  });
  if (pairs.length === 0) return null;
  return (
    <Section title="Rotation" description="The old token can go once the new one is used and the old one is silent.">
      <ul className="divide-y divide-line">
        {pairs.map(({ old, successor }) => (
          <li key={old.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <Progress old={old} successor={successor} />
            <Button variant="dangerQuiet" blocked={blocked} onClick={() => onRevoke(old)}>
              Revoke the old {old.prefix}…
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Progress({ old, successor }: { old: Token; successor: Token }) {
  const isUsed = successor.lastUsedAt !== null;
  const isSilent = isUsed && (old.lastUsedAt === null || Date.now() - Date.parse(old.lastUsedAt) >= SILENT_MS);
  const lastUse = useRelativeTime(old.lastUsedAt ?? old.createdAt);
  return (
    <div className="flex min-w-0 flex-col gap-1 text-sm">
      <p className="font-medium">{old.name}</p>
      <Step done={isUsed}>
        {isUsed ? "The new token has been used." : "Waiting for the first call with the new token."}
      </Step>
      <Step done={isSilent}>
        {isSilent
          ? "The old token has been silent for two hours."
          : `The old token was last used ${old.lastUsedAt ? lastUse : "never"}.`}
      </Step>
      {isSilent && <p className="font-medium text-good">Safe to revoke the old one.</p>}
    </div>
  );
}

function Step({ done, children }: { done: boolean; children: React.ReactNode }) {
  const Icon = done ? CircleCheck : CircleDashed;
  return (
    <p className="flex items-center gap-2">
      <Icon aria-hidden className={cx("size-4 shrink-0", done ? "text-good" : "text-faint")} />
      <span className="sr-only">{done ? "Done: " : "Not yet: "}</span>
      {children}
    </p>
  );
}
