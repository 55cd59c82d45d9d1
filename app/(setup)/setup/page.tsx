import { connection } from "next/server";
import { LinkPage } from "#components/setup/link-page.tsx";

/** The same for every link: the secret stands behind the # and is known to the browser alone. */
export default async function SetupLinkPage() {
  await connection();
  return <LinkPage />;
}
