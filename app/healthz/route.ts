/** The process is up; says nothing about the database. */
export const GET = () => Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
