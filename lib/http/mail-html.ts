/** A plain message as HTML: the same words, so that readers of either part are told the same. */

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** Only an address that has a line to itself, which none but ours has: what an IdP named is never made a link. */
const ADDRESS = /^https?:\/\/\S+$/;
const line = (text: string) =>
  ADDRESS.test(text) ? `<a href="${escaped(text)}" style="color:#1f4fa3">${escaped(text)}</a>` : escaped(text);

const paragraph = (text: string) =>
  `<p style="margin:0 0 16px">${text
    .split("\n")
    .map((each) => line(each.trim()))
    .join("<br>\n")}</p>`;

/** @param text paragraphs with an empty line between; nothing in it is markup */
export function mailHtml({ subject, text }: { subject: string; text: string }): string {
  const paragraphs = text.split(/\n\s*\n/).filter((each) => each.trim());
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f7f6f3">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border:1px solid #e3e1dc;border-radius:8px;color:#26231e;font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;overflow-wrap:anywhere">
${paragraphs.map(paragraph).join("\n")}
</div>
</body>
</html>
`;
}
