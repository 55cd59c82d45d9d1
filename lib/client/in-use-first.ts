/** What a list of secrets is ordered by: `revokedAt` and `expiresAt` are instants, null for never. */
type Ending = { revokedAt: string | null; expiresAt?: string | null };

/** Those that work, then those that ran out, then those that were revoked; each kind as it came, the newest first. */
export function inUseFirst<Secret extends Ending>(secrets: readonly Secret[]): Secret[] {
  const now = Date.now();
  const place = ({ revokedAt, expiresAt }: Secret) =>
    revokedAt ? 2 : expiresAt && Date.parse(expiresAt) <= now ? 1 : 0;
  return secrets.toSorted((one, other) => place(one) - place(other));
}
