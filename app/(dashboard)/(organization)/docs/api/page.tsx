import type { Metadata } from "next";
import { ApiReference } from "#components/docs/api-reference.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { InFrame } from "#components/shell/organization-frame.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import { referenceSections, searchSections } from "#lib/http/api/reference.ts";
import { VERIFIER_WORDS, verifiers } from "#lib/http/api/verifiers.ts";
import { openPage } from "#lib/http/page.ts";
import { services } from "#lib/http/services.ts";

export const metadata: Metadata = { title: "API docs" };

export default async function ApiDocsPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const { organization, read } = await openPage();
  if (!organization) {
    return (
      <InFrame organizationId="">
        <NoOrganization />
      </InFrame>
    );
  }
  const { env } = await services();
  const directories = readBlocked(organization) ? [] : (await read.directories(organization.id)).data;
  const directory = directories[0]?.id;
  const ids = { organizationId: organization.id, directoryId: directory, connectionId: directory };
  const all = referenceSections(env.BASE_URL, ids);
  const query = String((await searchParams).q ?? "").slice(0, 200);
  const total = all.reduce((sum, { entries }) => sum + entries.length, 0);
  return (
    <InFrame organizationId={organization.id}>
      <ApiReference
        sections={searchSections(all, query)}
        baseUrl={env.BASE_URL}
        query={query}
        total={total}
        verifying={{ words: VERIFIER_WORDS, verifiers: verifiers(env.BASE_URL, organization.id) }}
      />
    </InFrame>
  );
}
