import type { Metadata } from "next";
import { NewDirectory } from "#components/setup/new-directory.tsx";
import { organizationPage } from "../../organization-page.tsx";

export const metadata: Metadata = { title: "Set up directory sync" };

/** The first step of a directory that is not there yet. */
export default function NewDirectoryPage() {
  return organizationPage("Set up directory sync", ({ organization }) => {
    return <NewDirectory organization={organization} />;
  });
}
