import { Section } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { CauseGroup } from "#lib/contract/log.ts";
import { CauseTable } from "../log/log-causes.tsx";
import { logHref } from "../log/log-parameters.ts";

/** The most frequent reasons of the last day, with how many people each is about. */
export const TopCauses = ({ directoryId, causes }: { directoryId: string; causes: CauseGroup[] }) => (
  <Section
    title="What goes wrong"
    description="The most frequent causes of the last 24 hours."
    actions={<TextLink href={logHref(directoryId, { view: "causes" })}>All causes</TextLink>}
  >
    <CauseTable groups={causes} hrefOf={(code) => logHref(directoryId, { cause: code, last: "24h" })} />
  </Section>
);
