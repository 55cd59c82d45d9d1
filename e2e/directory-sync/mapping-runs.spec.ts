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

/**
 * Presses the button in the moment in which the page shows it: a run over a thousand people takes about a second, and on
 * a busy machine nobody else is quick enough.
 */
const pressAsItComes = (page: Page, name: string) =>
  page.evaluate((wanted) => {
    const observer = new MutationObserver(() => {
      const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === wanted);
      if (!button) return;
      observer.disconnect();
      button.click();
    });
    observer.observe(document.body, { childList: true, subtree: true });
  }, name);

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

  /** Saves a version that changes everybody, applies it on the page and pauses that. @returns its number */
  async function pausedRun(): Promise<number> {
    let version = 0;
    await expect(async () => {
      version = await save(adminHttp, directory.id, (rows) =>
        rows.some(({ target }) => target === "job_title")
          ? rows.filter(({ target }) => target !== "job_title")
          : [...rows, title],
      );
      await open(admin, `/directory-sync/${directory.id}/mapping`);
      await expect(admin.getByText(`people have not had version ${version} applied yet`)).toBeVisible();
      await pressAsItComes(admin, "Pause");
      await admin.getByRole("button", { name: "Apply to everybody now" }).click();
      const paused = admin.getByRole("progressbar", { name: `Paused: version ${version} for everybody` });
      await expect(paused.or(admin.getByText(`Everybody has version ${version}.`))).toBeVisible();
      await expect(paused).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 120_000 });
    return version;
  }

  await test.step("paused, it stays paused over a reload, and holds up nobody", async () => {
    const version = await pausedRun();
    expect(await behind()).toBeGreaterThan(0);
    await admin.reload();
    await expect(admin.getByRole("progressbar", { name: `Paused: version ${version} for everybody` })).toBeVisible();
    const changed = await fetch(requestUrl(directory.base, { path: `/Users/${last}` }), {
      method: "PATCH",
      headers: { authorization: `Bearer ${directory.token}`, "content-type": "application/scim+json" },
      body: JSON.stringify({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: [{ op: "replace", path: "title", value: "Countess" }],
      }),
    });
    expect(changed.status).toBe(200);
    const { rows } = await (await adminHttp.get(`${api}/mapping`)).json();
    const isMapped = rows.some(({ target }: Row) => target === "job_title");
    expect(await jobTitle(last)).toBe(isMapped ? "Countess" : undefined);

    await admin.getByRole("button", { name: "Resume" }).click();
    await expect(admin.getByText(`Everybody has version ${version}.`)).toBeVisible();
    expect(await behind()).toBe(0);
    expect(await jobTitle(first)).toBe(isMapped ? "Clerk" : undefined);
  });

  await test.step("cancelled, those who have not had it are counted and can have it later", async () => {
    const version = await pausedRun();
    const run = admin.getByRole("region", { name: `Version ${version} for everybody` });
    await run.getByRole("button", { name: "Cancel" }).click();
    await expect(run).toBeHidden();
    await expect(admin.getByText(`people have not had version ${version} applied yet`)).toBeVisible();
    expect(await behind()).toBeGreaterThan(0);
  });

  await test.step("a check can be cancelled, and is done when it is begun again", async () => {
    await admin.getByRole("button", { name: "Remove userName to username" }).click();
    const section = admin.getByRole("region", { name: "Checked with everybody" });
    await expect(async () => {
      await pressAsItComes(admin, "Cancel check");
      const again = section.getByRole("button", { name: "Check again" });
      await ((await again.isVisible()) ? again : admin.getByRole("button", { name: "Check with everybody" })).click();
      const cancelled = section.getByText(/Cancelled after [\d,]+ of 1,000 people/);
      const done = section.getByText("1,000 of 1,000 would change.");
      await expect(cancelled.or(done)).toBeVisible();
      await expect(cancelled).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await section.getByRole("button", { name: "Check again" }).click();
    await expect(section.getByText("1,000 of 1,000 would change.")).toBeVisible();
    const file = await adminHttp.get((await section.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "");
    expect(file.headers()["content-type"]).toContain("text/csv");
  });
});
