import { type AddressInfo, createServer, type Socket } from "node:net";

export interface Mail {
  readonly from: string;
  readonly to: string;
  /** As it came over the line, headers and all, with dots unstuffed. */
  readonly source: string;
}

/**
 * A mail server that takes what it is sent (RFC 5321, the least of it) and remembers it. A recipient for whom `refuse`
 * holds is answered 550.
 */
export async function openSmtpSink(refuse: (recipient: string) => boolean = () => false) {
  const mails: Mail[] = [];
  const server = createServer((socket) => converse(socket, refuse, (mail) => mails.push(mail)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

const inBrackets = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? "";

function converse(socket: Socket, refuse: (recipient: string) => boolean, keep: (mail: Mail) => void): void {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let rest = "";
  let from = "";
  let to = "";
  let data: string[] | undefined;
  const hear = (line: string) => {
    if (data) {
      if (line !== ".") return void data.push(line.startsWith("..") ? line.slice(1) : line);
      keep({ from, to, source: data.join("\r\n") });
      data = undefined;
      return void say("250 Taken");
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO" || verb === "HELO") say("250 sink.test");
    else if (verb === "MAIL") {
      from = inBrackets(line);
      say("250 OK");
    } else if (verb === "RCPT") {
      to = inBrackets(line);
      say(refuse(to) ? "550 Nobody here" : "250 OK");
    } else if (verb === "DATA") {
      data = [];
      say("354 Go on");
    } else if (verb === "QUIT") {
      say("221 Bye");
      socket.end();
    } else say("250 OK");
  };
  socket.setEncoding("latin1");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    rest += chunk;
    const lines = rest.split("\r\n");
    rest = lines.pop() ?? "";
    lines.forEach(hear);
  });
  say("220 sink.test");
}

/** One part of a mail, decoded. @throws when there is no such part */
export function partOf({ source }: Mail, type: "text/plain" | "text/html"): string {
  const boundary = /boundary="([^"]+)"/.exec(source)?.[1] ?? "";
  const part = source.split(`--${boundary}`).find((each) => each.toLowerCase().includes(`content-type: ${type}`));
  if (!part) throw new Error(`The mail has no ${type} part:\n${source}`);
  const end = part.indexOf("\r\n\r\n");
  const body = part.slice(end + 4).replace(/\r\n$/, "");
  const encoding = /content-transfer-encoding: (\S+)/i.exec(part.slice(0, end))?.[1]?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return Buffer.from(body, "latin1").toString("utf8");
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** A header, unfolded. */
export function headerOf({ source }: Mail, name: string): string | undefined {
  const [head = ""] = source.split("\r\n\r\n");
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return lines
    .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    ?.slice(name.length + 1)
    .trim();
}
