import * as operations from "#lib/contract/api/organizations.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { Mail } from "#lib/contract/settings.ts";
import { listMails } from "#lib/directory/settings.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listMails, async ({ ctx, params }) => {
  const { data, sendsMail } = await listMails(ctx, params.organizationId ?? "");
  return { data: data.map((mail) => shownAs(Mail, mail, "mail")), sends_mail: sendsMail };
});
