import type { APIRequestContext, Page } from "@playwright/test";
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

/** So often a run is begun again that was over before it could be paused. */
const ATTEMPTS = 10;

/**
 * Pauses each run that the page begins before the page hears of it: a run over a thousand people takes a second, a check of
 * them less, and no browser is sure to press a button in that. What is paused stands still until the page's own buttons
 * are pressed; what was over sooner is begun again.
 */
const pauseWhatBegins = (page: Page, http: APIRequestContext, path: string) =>
  page.route(new RegExp(`/mapping/${path}$`), async (route) => {
    for (let attempt = 1; ; attempt++) {
      const response = await route.fetch();
      const { id } = await response.json();
      const runs = response.url().replace(/[^/]+$/, "runs");
      const paused = await http.patch(`${runs}/${id}`, { data: { action: "pause" } });
      if (paused.status() === 409 && attempt < ATTEMPTS) continue;
      expect(paused.status(), await paused.text()).toBe(200);
      return route.fulfill({ response });
    }
  });

test("a run over everybody stands still over a reload, goes on, and is cancelled; so is a check of everybody", async ({
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
  const apply = admin.getByRole("button", { name: "Apply to everybody now" });
  await pauseWhatBegins(admin, adminHttp, "runs");
  await pauseWhatBegins(admin, adminHttp, "dry-runs");

  await test.step("it stands still, and holds up nobody", async () => {
    await save(adminHttp, directory.id, (rows) => [...rows, title]);
    await open(admin, `/directory-sync/${directory.id}/mapping`);
    await expect(admin.getByText("1,000 people have not had version 1 applied yet")).toBeVisible();
    await apply.click();
    const paused = admin.getByRole("progressbar", { name: "Paused: version 1 for everybody" });
    await expect(paused).toBeVisible();
    expect(await behind()).toBeGreaterThan(0);
    await admin.reload();
    await expect(paused).toBeVisible();
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

  await test.step("it goes on, and reaches everybody", async () => {
    await admin.getByRole("button", { name: "Resume" }).click();
    await expect(admin.getByText("Everybody has version 1.")).toBeVisible({ timeout: 60_000 });
    expect(await behind()).toBe(0);
    expect(await jobTitle(first)).toBe("Clerk");
  });

  await test.step("it is cancelled: those who have not had it are counted and can have it later", async () => {
    await save(adminHttp, directory.id, (rows) => rows.filter(({ target }) => target !== "job_title"));
    await open(admin, `/directory-sync/${directory.id}/mapping`);
    await apply.click();
    const run = admin.getByRole("region", { name: "Version 2 for everybody" });
    await run.getByRole("button", { name: "Cancel" }).click();
    await expect(run).toBeHidden();
    await expect(admin.getByText(/people have not had version 2 applied yet/)).toBeVisible();
    expect(await behind()).toBeGreaterThan(0);
  });

  await test.step("a check is cancelled, and is done when it is begun again", async () => {
    await admin.getByRole("button", { name: "Remove userName to username" }).click();
    await admin.getByRole("button", { name: "Check with everybody" }).click();
    const section = admin.getByRole("region", { name: "Checked with everybody" });
    await expect(section.getByRole("heading", { name: "Checked with everybody" })).toBeInViewport();
    await expect(section.getByRole("progressbar", { name: "Checking everybody" })).toBeVisible();
    await section.getByRole("button", { name: "Cancel check" }).click();
    await expect(section.getByText(/Cancelled after [\d,]+ of 1,000 people/)).toBeVisible();
    await admin.unrouteAll();
    await section.getByRole("button", { name: "Check again" }).click();
    await expect(section.getByText("1,000 of 1,000 would change.")).toBeVisible({ timeout: 60_000 });
    const file = await adminHttp.get((await section.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "");
    expect(file.headers()["content-type"]).toContain("text/csv");
  });
});
