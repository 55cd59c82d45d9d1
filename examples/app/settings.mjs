/** What both programs are told by the environment. */
export function settings(env = process.env) {
  const names = ["ROLLCALL_URL", "ROLLCALL_API_KEY", "ORGANIZATION_ID", "DIRECTORY_ID"];
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) {
    console.error(`Set ${missing.join(", ")}. examples/app/README.md says where each is found.`);
    process.exit(2);
  }
  return {
    url: env.ROLLCALL_URL,
    apiKey: env.ROLLCALL_API_KEY,
    organizationId: env.ORGANIZATION_ID,
    directoryId: env.DIRECTORY_ID,
    webhookSecret: env.WEBHOOK_SECRET || undefined,
    port: Number(env.PORT || 4100),
    file: env.COPY_FILE || "directory-copy.sqlite",
    pollMs: Number(env.POLL_SECONDS || 30) * 1000,
  };
}
