"use client";

import Building2 from "lucide-react/icons/building-2";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";

const CreateOrganizationDialog = dynamic(() =>
  import("./create-organization-dialog.tsx").then((file) => file.CreateOrganizationDialog),
);

/** The viewer belongs to no organization yet. */
export function NoOrganization() {
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader title="Welcome to Rollcall" purpose="Everything here belongs to an organization." />
      <Panel>
        <EmptyState
          icon={Building2}
          title="You are in no organization yet"
          action={
            <Button variant="primary" onClick={() => setCreating(true)}>
              Create organization
            </Button>
          }
        >
          Create one and become its owner, or ask an owner or admin to let you into theirs.
        </EmptyState>
      </Panel>
      {creating && <CreateOrganizationDialog onClose={() => setCreating(false)} />}
    </>
  );
}
