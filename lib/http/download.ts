import { Readable } from "node:stream";

/** A file that is sent as it is made: its length is not known, and nobody has to hold the whole of it. */
export const download = (
  content: AsyncIterable<string> | Iterable<string>,
  fileName: string,
  mediaType: string,
): Response =>
  new Response(Readable.toWeb(Readable.from(content)) as ReadableStream, {
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": `attachment; filename="${fileName}"`,
    },
  });
