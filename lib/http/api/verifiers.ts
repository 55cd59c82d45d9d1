/** How a receiver knows that a delivery is ours: code to copy, for the reference. A test runs each Node one. */
import type { Verifier } from "#lib/contract/reference.ts";

const server = (body: string) => `const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  // Byte for byte as it came: JSON that was read and written again has another signature.
  const body = Buffer.concat(parts).toString();
${body}
});
server.listen(process.env.PORT ?? 4000);`;

const STANDARD_WEBHOOKS = `import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET); // whsec_…
${server(`  let event;
  try {
    event = webhook.verify(body, request.headers);
  } catch {
    return response.writeHead(401).end();
  }
  console.log(event.id, event.type);
  response.writeHead(204).end();`)}`;

const WORKOS = `import { createServer } from "node:http";
import { WorkOS } from "@workos-inc/node";

const workos = new WorkOS("only the signature is checked");
${server(`  let event;
  try {
    event = await workos.webhooks.constructEvent({
      payload: JSON.parse(body),
      sigHeader: request.headers["workos-signature"],
      secret: process.env.WEBHOOK_SECRET, // whsec_…, whole
    });
  } catch {
    return response.writeHead(401).end();
  }
  console.log(event.id, event.event);
  response.writeHead(204).end();`)}`;

const PLAIN = `import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const key = Buffer.from(process.env.WEBHOOK_SECRET.slice("whsec_".length), "base64");

function isSigned(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": signatures } = headers;
  if (!id || !signatures || !(Math.abs(Date.now() / 1000 - Number(seconds)) <= 300)) return false;
  const expected = createHmac("sha256", key).update(\`\${id}.\${seconds}.\${body}\`).digest();
  // Several while a secret is rotated, separated by spaces.
  return signatures.split(" ").some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ""), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

${server(`  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  const event = JSON.parse(body);
  console.log(event.id, event.type);
  response.writeHead(204).end();`)}`;

const PYTHON = `import os
from flask import Flask, request
from standardwebhooks.webhooks import Webhook, WebhookVerificationError  # pip install standardwebhooks flask

app = Flask(__name__)
webhook = Webhook(os.environ["WEBHOOK_SECRET"])  # whsec_…

@app.post("/webhooks")
def receive():
    try:
        event = webhook.verify(request.get_data(), dict(request.headers))
    except WebhookVerificationError:
        return "", 401
    print(event["id"], event["type"])
    return "", 204`;

/** A delivery signed by hand, to try a receiver with. */
const CURL = `BODY='{"id":"event_try","type":"dsync.user.created","data":{}}'
TIME=$(date +%s)
KEY=$(printf %s "\${WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -vtx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "event_try.$TIME.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)
curl -X POST "\${RECEIVER:-http://localhost:4000/webhooks}" -H "Content-Type: application/json" \\
  -H "webhook-id: event_try" -H "webhook-timestamp: $TIME" -H "webhook-signature: v1,$SIGNATURE" -d "$BODY"`;

/** The feed with the reader's own organization, for what a receiver missed. */
const feed = (baseUrl: string, organizationId: string) =>
  `curl "${baseUrl}/v1/events?organization_id=${organizationId}&events=dsync.*&limit=100" \\
  -H "Authorization: Bearer $ROLLCALL_KEY"`;

/** @param organizationId the reader's own, in the examples that name one */
export const verifiers = (baseUrl: string, organizationId = "org_…"): Verifier[] => [
  { id: "node-standardwebhooks", title: "Node, with standardwebhooks", language: "js", code: STANDARD_WEBHOOKS },
  { id: "node-workos", title: "Node, with WorkOS's SDK", language: "js", code: WORKOS },
  { id: "node-plain", title: "Node, without a library", language: "js", code: PLAIN },
  { id: "python", title: "Python", language: "python", code: PYTHON },
  { id: "curl", title: "Try a receiver with curl", language: "sh", code: CURL },
  { id: "feed", title: "Catch up on what was missed", language: "sh", code: feed(baseUrl, organizationId) },
];

export const VERIFIER_WORDS =
  "Every delivery is signed with its endpoint's secret, in three families of headers. Check the bytes as they came, refuse what is older than five minutes, answer 2xx, and pass over ids that came before: a delivery can come twice.";

export const verifiersInMarkdown = (baseUrl: string): string =>
  `## Verifying deliveries

${VERIFIER_WORDS}

${verifiers(baseUrl)
  .map(({ title, language, code }) => `### ${title}\n\n\`\`\`${language}\n${code}\n\`\`\``)
  .join("\n\n")}
`;
