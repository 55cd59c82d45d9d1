"use client";

import { ButtonLink } from "#components/ui/button-link.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Fact, Facts, Section } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import { urlForIdp } from "#lib/setup/values.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { IDP_FIELDS, type IdpField } from "../provider-guide.ts";

/** Where the IdP connects, in the words of its own form. */
export function ConnectionSection({ directory }: { directory: DirectoryDetail }) {
  const { provider, endpointUrl } = directory;
  const fields = IDP_FIELDS[provider];
  return (
    <Section
      title="Connection"
      description={`What ${PROVIDER_NAMES[provider]} asks for, in the order of its form.`}
      actions={<ButtonLink href={`/directory-sync/${directory.id}/setup`}>Open the setup guide</ButtonLink>}
    >
      <div className="px-4 py-4">
        <CopyField
          label="Endpoint URL"
          value={endpointUrl}
          hint="The same for all directories: the token tells them apart."
        />
      </div>
      <div className="border-t border-line py-1">
        <Facts>
          {fields.map((field) => (
            <Fact key={field.name} name={field.name}>
              <FieldValue field={field} directory={directory} />
            </Fact>
          ))}
        </Facts>
      </div>
    </Section>
  );
}

const URL_HINTS: Partial<Record<DirectoryDetail["provider"], string>> = {
  entra: "Paste this one, with its ending: it makes Entra follow the SCIM standard.",
  okta_scim: "Paste this one, without a slash at the end: Okta's template adds its own.",
};

type FieldValueProps = { field: IdpField; directory: DirectoryDetail };

function FieldValue({ field: { name, value }, directory }: FieldValueProps) {
  if (value === "url") return <UrlValue name={name} directory={directory} />;
  if (typeof value === "object") return value.text;
  const href = `/directory-sync/${directory.id}/tokens`;
  const hasToken = directory.counts.activeTokens > 0;
  return hasToken ? (
    <>
      The token you stored. Lost it? <TextLink href={href}>Issue another</TextLink>
    </>
  ) : (
    <>
      <TextLink href={href}>Issue a token</TextLink> and paste it into {PROVIDER_SHORT_NAMES[directory.provider]}
    </>
  );
}

/** Most IdPs take the endpoint as it is; where one needs it in another form, that form is ready to copy. */
function UrlValue({ name, directory: { provider, endpointUrl } }: { name: string; directory: DirectoryDetail }) {
  const url = urlForIdp(provider, endpointUrl);
  if (url === endpointUrl) return "The endpoint URL above";
  return <CopyField label={name} hideLabel value={url} hint={URL_HINTS[provider]} />;
}
