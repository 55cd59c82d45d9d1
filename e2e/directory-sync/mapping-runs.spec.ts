import type { APIRequestContext } from "@playwright/test";
import { requestUrl } from "../../scripts/simulate/scim-client.ts";
import { expect, test, unique } from "../fixtures.ts";
import type { DirectoryAccess } from "../management.ts";
import { open } from "../sign-in.ts";

/** So many that a run over everybody is still under way when a button of it is pressed. */
const PEOPLE = 1_000;
const BULK = 500;

interface Row {
  source: string;
  transform: string | null;
  target: string;
  note: string;
}

async function sendPeople({ base, token }: DirectoryAccess): Promise<string[]> {
  const ids: string[] = [];
  for (let first = 0; first < PEOPLE; first += BULK) {
    const Operations = Array.from({ length: BULK }, (_, index) => ({
      method: "POST",
      path: "/Users",
      bulkId: String(first + index),
      data: {
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        userName: `p${first + index}@runs.example`,
        title: "Clerk",
      },
    }));
    const response = await fetch(requestUrl(base, { path: "/Bulk" }), {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
      body: JSON.stringify({ schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], Operations }),
    });
    const body = (await response.json()) as { Operations: { location?: string }[] };
    ids.push(...body.Operations.map(({ location = "" }) => location.split("/").at(-1) ?? ""));
  }
  expect(ids).toHaveLength(PEOPLE);
  return ids;
}

/** Another tab saves, and leaves it to the page when everybody gets it. */
async function save(http: APIRequestContext, directoryId: string, rows: (before: Row[]) => Row[]): Promise<number> {
  const api = `/api/directories/${directoryId}/mapping`;
  const { version, rows: before } = await (await http.get(api)).json();
  const data = { basedOn: version, rows: rows(before), note: null, apply: "on_change" };
  const response = await http.put(api, { data });
  expect(response.status(), await response.text()).toBeLessThan(300);
  return (await response.json()).version;
}

test("a version is given to everybody: paused, resumed, cancelled; a check of everybody is cancelled too", async ({
  admin,
  adminHttp,
  management,
  home,
}) => {
  const directory = await management.openDirectory(home.id, unique("Large"), "okta_scim");
  const api = `/api/directories/${directory.id}`;
  const ids = await sendPeople(directory);
  const [first = "", last = ""] = [ids[0], ids.at(-1)];
  const title = { source: "title", transform: null, target: "job_title", note: "" };
  const behind = async () => (await (await adminHttp.get(`${api}/mapping`)).json()).behind as number;
  const jobTitle = async (userId: string) =>
    (await (await adminHttp.get(`${api}/users/${userId}`)).json()).member.profile.job_title as string | undefined;
  const waiting = (version: number) =>
    admin.getByText(new RegExp(`people have not had version ${version} applied yet`));
  const apply = admin.getByRole("button", { name: "Apply to everybody now" });

  await test.step("paused, it stays paused over a reload, and holds up nobody", async () => {
    await save(adminHttp, directory.id, (rows) => [...rows, title]);
    await open(admin, `/directory-sync/${directory.id}/mapping`);
    await expect(admin.getByText("1,000 people have not had version 1 applied yet")).toBeVisible();
    await apply.click();
    const run = admin.getByRole("region", { name: "Version 1 for everybody" });
    await run.getByRole("button", { name: "Pause" }).click();
    await expect(run.getByRole("progressbar", { name: "Paused: version 1 for everybody" })).toBeVisible();
    const left = await behind();
    expect(left).toBeGreaterThan(0);
    await admin.reload();
    await expect(run.getByRole("progressbar", { name: "Paused: version 1 for everybody" })).toBeVisible();

    const changed = await fetch(requestUrl(directory.base, { path: `/Users/${last}` }), {
      method: "PATCH",
      headers: { authorization: `Bearer ${directory.token}`, "content-type": "application/scim+json" },
      body: JSON.stringify({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: [{ op: "replace", path: "title", value: "Countess" }],
      }),
    });
    expect(changed.status).toBe(200);
    expect(await jobTitle(last)).toBe("Countess");
  });

  await test.step("resumed, it reaches everybody", async () => {
    await admin.getByRole("button", { name: "Resume" }).click();
    await expect(admin.getByText(/Everybody has version 1\. [\d,]+ of 1,000 people changed/)).toBeVisible();
    expect(await behind()).toBe(0);
    expect(await jobTitle(first)).toBe("Clerk");
    expect(await jobTitle(last)).toBe("Countess");
  });

  await test.step("cancelled, those who have not had it are counted and can have it later", async () => {
    await save(adminHttp, directory.id, (rows) => rows.filter(({ target }) => target !== "job_title"));
    await admin.reload();
    await expect(waiting(2)).toBeVisible();
    await apply.click();
    const run = admin.getByRole("region", { name: "Version 2 for everybody" });
    await run.getByRole("button", { name: "Pause" }).click();
    await run.getByRole("button", { name: "Cancel" }).click();
    await expect(run).toBeHidden();
    await expect(waiting(2)).toBeVisible();
    expect(await behind()).toBeGreaterThan(0);
  });

  await test.step("a check shows how far it is, and can be cancelled", async () => {
    await admin.getByRole("button", { name: "Remove displayName to name" }).click();
    await admin.getByRole("button", { name: "Check with everybody" }).click();
    const section = admin.getByRole("region", { name: "Checked with everybody" });
    const cancelled = section.getByText(/Cancelled after [\d,]+ of 1,000 people/);
    await expect(async () => {
      const again = section.getByRole("button", { name: "Check again" });
      if (await again.isVisible()) await again.click();
      await section.getByRole("button", { name: "Cancel check" }).click({ timeout: 2_000 });
      await expect(cancelled).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    await section.getByRole("button", { name: "Check again" }).click();
    await expect(section.getByRole("status").getByText(/of 1,000 would change\.$|Nothing would change/)).toBeVisible();
    const file = await adminHttp.get((await section.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "");
    expect(file.headers()["content-type"]).toContain("text/csv");
  });
});
