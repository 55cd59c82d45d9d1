import { scimError } from "#lib/scim/error.ts";
import type { ScimRequest } from "./scim-request.ts";

const JSON_TYPES = /^application\/(scim\+)?json$/i;

/** RFC 7644 §3.1 asks for `application/scim+json`; Okta's tests send `application/json`. @throws ScimError 415 */
export function requireJson(request: ScimRequest): void {
  const type = request.headers.get("content-type") ?? "";
  const [mediaType = "", ...parameters] = type.split(";").map((part) => part.trim());
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  const isUtf8 = !charset || /^charset="?utf-?8"?$/i.test(charset);
  if (!JSON_TYPES.test(mediaType) || !isUtf8) throw scimError.unsupportedMediaType(type.slice(0, 100));
  const encoding = request.headers.get("content-encoding");
  if (encoding && encoding.toLowerCase() !== "identity") {
    throw scimError.unsupportedMediaType(`${mediaType} with Content-Encoding ${encoding.slice(0, 40)}`);
  }
}

/** Reads the body up to `limitBytes` and not a byte further. @throws ScimError 413, 400 for broken UTF-8 or a cut connection */
export async function readText(request: ScimRequest, limitBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw scimError.payloadTooLarge(limitBytes);
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  for (;;) {
    const read = await reader.read().catch(() => {
      throw scimError.invalidSyntax("The request body ended early.");
    });
    if (read.done) break;
    const { value } = read;
    bytes += value.byteLength;
    if (bytes > limitBytes) {
      await reader.cancel();
      throw scimError.payloadTooLarge(limitBytes);
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw scimError.invalidSyntax("The request body is not valid UTF-8.");
  }
}
