"use client";

import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import RefreshCw from "lucide-react/icons/refresh-cw";
import TimerOff from "lucide-react/icons/timer-off";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { inUseFirst } from "#lib/client/in-use-first.ts";
import type { Token, TokenUsage } from "#lib/contract/credential.ts";
import { logHref } from "../log/log-parameters.ts";

const DAY_MS = 86_400_000;
const WARN_MS = 30 * DAY_MS;

/** Whether a token can still be used. */
export const isLive = ({ revokedAt, expiresAt }: Token) =>
  revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());

/** Whole days until a token ends. */
export const daysLeft = (expiresAt: string) => Math.max(0, Math.ceil((Date.parse(expiresAt) - Date.now()) / DAY_MS));

/** Whether it is time to speak of a token's end. One that was replaced ends on purpose. */
export const isEnding = (token: Token) =>
  isLive(token) &&
  token.successorId === null &&
  token.expiresAt !== null &&
  Date.parse(token.expiresAt) - Date.now() <= WARN_MS;

const COLUMNS = [
  { label: "Name" },
  { label: "Token" },
  { label: "Last used" },
  { label: "Last 24 hours" },
  { label: "State" },
  { label: "Actions", hidden: true },
] as const;

type TokenListProps = {
  directoryId: string;
  tokens: Token[];
  usage: TokenUsage[];
  /** Why the viewer may not change anything. */
  blocked: string | undefined;
  onRotate: (token: Token) => void;
  onRevoke: (token: Token) => void;
};

/** Enough of each token to recognise it, what it does, and what to do about it. */
export const TokenList = ({ directoryId, tokens, usage, blocked, onRotate, onRevoke }: TokenListProps) => (
  <Panel>
    <Table caption="SCIM tokens" columns={COLUMNS}>
      {inUseFirst(tokens).map((token) => (
        <TableRow key={token.id}>
          <TableCell label="Name" primary>
            <div className="min-w-0">
              <div className="font-medium break-words">{token.name}</div>
              <div className="text-xs font-normal text-muted">
                {token.scopes.length} scopes · made <RelativeTime at={token.createdAt} className="rounded-sm" /> by{" "}
                <span className="break-words">{token.createdBy}</span>
              </div>
              <UnusedScopes usage={usage.find(({ tokenId }) => tokenId === token.id)} />
            </div>
          </TableCell>
          <TableCell label="Token">
            <code className="font-mono text-xs whitespace-nowrap">
              {token.prefix}…{token.lastFour}
            </code>
          </TableCell>
          <TableCell label="Last used">
            <LastUsed token={token} />
          </TableCell>
          <TableCell label="Last 24 hours">
            <Traffic directoryId={directoryId} usage={usage.find(({ tokenId }) => tokenId === token.id)} />
          </TableCell>
          <TableCell label="State">
            <TokenStatus token={token} />
          </TableCell>
          <TableCell align="end">
            {token.revokedAt === null && (
              <div className="flex justify-end gap-2">
                {isLive(token) && token.successorId === null && (
                  <Button blocked={blocked} onClick={() => onRotate(token)}>
                    Rotate <span className="sr-only">{token.name}</span>
                  </Button>
                )}
                <Button variant="dangerQuiet" blocked={blocked} onClick={() => onRevoke(token)}>
                  Revoke <span className="sr-only">{token.name}</span>
                </Button>
              </div>
            )}
          </TableCell>
        </TableRow>
      ))}
    </Table>
  </Panel>
);

const UnusedScopes = ({ usage }: { usage: TokenUsage | undefined }) =>
  usage && usage.unusedScopes.length > 0 ? (
    <p className="pt-0.5 text-xs font-normal text-muted">
      Not used lately: <span className="font-mono">{usage.unusedScopes.join(", ")}</span>. A token without them can do
      less harm.
    </p>
  ) : null;

const LastUsed = ({ token }: { token: Token }) =>
  token.lastUsedAt ? (
    <div>
      <RelativeTime at={token.lastUsedAt} />
      {token.lastUsedIp && <div className="font-mono text-xs text-muted">{token.lastUsedIp}</div>}
      {token.lastUsedAgent && (
        <div className="max-w-44 truncate text-xs text-muted max-sm:ms-auto" title={token.lastUsedAgent}>
          {token.lastUsedAgent}
        </div>
      )}
    </div>
  ) : (
    <span className="text-muted">Never</span>
  );

function Traffic({ directoryId, usage }: { directoryId: string; usage: TokenUsage | undefined }) {
  if (!usage || usage.callsLastDay === 0) return <span className="text-muted">No calls</span>;
  const { tokenId, callsLastDay, refusedLastDay } = usage;
  const count = callsLastDay >= 2_000 ? "2,000+" : callsLastDay.toLocaleString("en");
  return (
    <div>
      <TextLink href={logHref(directoryId, { token: tokenId, last: "24h" })} prefetch={false}>
        {count} {callsLastDay === 1 ? "call" : "calls"}
      </TextLink>
      {refusedLastDay > 0 && (
        <div className="text-xs text-muted">{Math.round((refusedLastDay / callsLastDay) * 100)} % refused</div>
      )}
    </div>
  );
}

function TokenStatus({ token }: { token: Token }) {
  const { revokedAt, expiresAt, successorId } = token;
  if (revokedAt) return <Status icon={Ban}>Revoked</Status>;
  if (!isLive(token)) {
    return (
      <Status icon={TimerOff} tone="warn">
        Expired
      </Status>
    );
  }
  return (
    <div className="flex flex-col items-start gap-1 max-sm:items-end">
      {successorId ? (
        <Status icon={RefreshCw} tone="info">
          Being replaced
        </Status>
      ) : isEnding(token) ? (
        <Status icon={TriangleAlert} tone="warn">
          Expires soon
        </Status>
      ) : (
        <Status icon={CircleCheck} tone="good">
          Active
        </Status>
      )}
      {expiresAt && (
        <span className="text-xs text-muted">
          {daysLeft(expiresAt)} {daysLeft(expiresAt) === 1 ? "day" : "days"} left
        </span>
      )}
    </div>
  );
}
