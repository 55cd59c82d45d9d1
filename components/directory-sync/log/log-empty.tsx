"use client";

import { useQuery } from "@tanstack/react-query";
import ScrollText from "lucide-react/icons/scroll-text";
import SearchX from "lucide-react/icons/search-x";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";

/** Nothing has ever arrived: says what will, and what is missing for it. */
export function EmptyLog({ directoryId, idp }: { directoryId: string; idp: string }) {
  const { data: directory } = useQuery(directoryQuery(directoryId));
  const hasToken = (directory?.counts.activeTokens ?? 0) > 0;
  const base = `/directory-sync/${directoryId}`;
  return (
    <Panel>
      <EmptyState
        icon={ScrollText}
        title="No request yet"
        action={
          hasToken ? (
            <ButtonLink href={base}>See how to connect</ButtonLink>
          ) : (
            <ButtonLink href={`${base}/tokens`} variant="primary">
              Issue a token
            </ButtonLink>
          )
        }
      >
        {hasToken
          ? `As soon as ${idp} calls, its request appears here by itself, with who it was about and what came of it.`
          : `This directory has no token, so ${idp} cannot call yet. With one, its requests appear here by themselves.`}
      </EmptyState>
    </Panel>
  );
}

/** The filters leave nothing over. */
export const NoLogMatch = ({ onClear }: { onClear: () => void }) => (
  <Panel>
    <EmptyState icon={SearchX} title="No entry matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      The search looks at names of people and groups, at the sentences, and at request ids.
    </EmptyState>
  </Panel>
);
