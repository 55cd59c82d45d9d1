"use client";

import KeyRound from "lucide-react/icons/key-round";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { useSetup } from "./setup-api.ts";

const TokenDialog = dynamic(() => import("./token-dialog.tsx").then((file) => file.TokenDialog));

/** The place of the token in the drawn form: made here, shown once, and from then on known by how it begins. */
export function TokenField({ days }: { days: number }) {
  const { state, blocked } = useSetup();
  const [isOpen, setOpen] = useState(false);
  const [newest] = state.tokens;
  return (
    <div className="flex min-w-0 flex-col items-start gap-2 rounded-md border border-control bg-sunken p-2.5">
      {newest && (
        <p className="min-w-0 text-sm">
          <code className="font-mono text-xs break-all">
            {newest.prefix}…{newest.lastFour}
          </code>{" "}
          <span className="text-muted">
            {newest.name},{" "}
            {newest.lastUsedAt ? (
              <>
                used <RelativeTime at={newest.lastUsedAt} />
              </>
            ) : (
              "not used yet"
            )}
          </span>
        </p>
      )}
      <Button variant={newest ? "secondary" : "primary"} blocked={blocked} onClick={() => setOpen(true)}>
        <KeyRound aria-hidden /> {newest ? "Make another token" : "Make token"}
      </Button>
      {newest && (
        <p className="text-xs text-muted">Lost it? Make another one and revoke this one on the Tokens page.</p>
      )}
      {isOpen && <TokenDialog days={days} onClose={() => setOpen(false)} />}
    </div>
  );
}
