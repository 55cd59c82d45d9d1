"use client";

import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { UserIdAttribute as Attribute } from "#lib/contract/mapping-row.ts";

type UserIdAttributeProps = {
  idp: string;
  strategy: Mapping["strategy"];
  value: Attribute;
  /** What it holds for the chosen person. */
  example: string | null | undefined;
  blocked: string | undefined;
  onChange: (value: Attribute) => void;
};

/** What single sign-on has to send in the same words, by the kind of connection. */
const SSO: Record<Mapping["strategy"], string> = {
  samlp: "the NameID of the SAML sign-in",
  okta: "the claim sub of the OpenID Connect sign-in, which is Okta's user id",
  oidc: "the claim sub of the OpenID Connect sign-in",
  waad: "the claim oid of the sign-in (or the pairwise sub, if the connection uses that)",
};

/** Which SCIM attribute says who somebody is when they sign in. */
export const UserIdAttribute = ({ idp, strategy, value, example, blocked, onChange }: UserIdAttributeProps) => (
  <Section title="User ID attribute">
    <div className="max-w-2xl px-4 py-3">
      <Field
        label="SCIM attribute that holds the user id"
        description={
          <>
            Its value must be what single sign-on sends for the same person: {SSO[strategy]}. Otherwise people who were
            provisioned sign in as somebody else.
            {example && (
              <>
                {" "}
                For the person above it is <code className="font-mono text-xs wrap-anywhere text-ink">{example}</code>.
              </>
            )}
            {example === null && ` The person above has none: check the mapping in ${idp}.`}
          </>
        }
      >
        <Select
          value={value}
          disabled={blocked !== undefined}
          title={blocked}
          className="max-w-xs"
          onChange={(event) => onChange(event.target.value as Attribute)}
        >
          <option value="userName">userName</option>
          <option value="externalId">externalId</option>
        </Select>
      </Field>
      {blocked && <p className="mt-1 text-sm text-muted">{blocked}</p>}
    </div>
  </Section>
);
