import Lock from "lucide-react/icons/lock";
import { EmptyState } from "./empty-state.tsx";
import { PageHeader } from "./page-header.tsx";
import { Panel } from "./panel.tsx";

type NoPermissionProps = {
  /** The page's own heading. */ title: string /** What it takes, and who can give it. */;
  reason: string;
};

/** A page the viewer may not see. */
export const NoPermission = ({ title, reason }: NoPermissionProps) => (
  <>
    <PageHeader title={title} purpose="Not visible to you yet." />
    <Panel>
      <EmptyState icon={Lock} title="You need one more permission">
        {reason}
      </EmptyState>
    </Panel>
  </>
);
