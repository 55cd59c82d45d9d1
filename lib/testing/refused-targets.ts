/** List H of the attack list: what must not be the address of a webhook endpoint. */

/** Of Rollcall itself, where these are refused. */
export const OWN_ADDRESS = "https://rollcall.example.com";

const own = (path: string) => `https://receiver.example.org${path}`;
/** A bare host stands for `https://host/hook`. */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  "H1: plain http": ["http://receiver.example.org/hook"],
  "H2: this machine, however it is written": [
    ..."127.0.0.1 localhost 127.1 0177.0.0.1 2130706433 0x7f.1 0.0.0.0 0 LOCALHOST. a.localhost".split(" "),
  ],
  "H3: this machine and private networks in IPv6": [
    ..."[::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [fd00::1] [fe80::1] [64:ff9b::7f00:1] [::] [::127.0.0.1]".split(" "),
    ..."[2002:7f00:1::] [2001:db8::1] [ff02::1]".split(" "),
  ],
  "H4: metadata services, private and special networks": [
    ..."169.254.169.254 metadata.google.internal 100.64.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1".split(" "),
    ..."224.0.0.1 [fd00:ec2::254] 255.255.255.255 198.18.0.1 192.0.2.1 intranet".split(" "),
  ],
  "H8: user names, tricks with separators, look-alikes and other schemes": [
    "https://user:pass@receiver.example.org/",
    "https://@receiver.example.org/",
    own("#@evil.example.org"),
    "https://evil.example.org\\@receiver.example.org",
    own("/\thook"),
    own("/\nhook"),
    ` ${own("/")}`,
    "https://receiv\u0435r.example.org/",
    "file:///etc/passwd",
    "gopher://receiver.example.org/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "https:receiver.example.org",
    "https://",
    "",
  ],
  "H9: other ports, and Rollcall itself": [
    ...["22", "25", "5432", "6379", "80", "8080"].map((port) => own(`:${port}/`)),
    `${OWN_ADDRESS}/v1`,
    `${OWN_ADDRESS}:8443/`,
    "https://ROLLCALL.example.com./",
  ],
};

const addressOf = (text: string) => (/^[a-z]*:|^$|^ /i.test(text) ? text : `https://${text}/hook`);

/** The row's label and one address of it. */
export const REFUSED_TARGETS: readonly (readonly [row: string, url: string])[] = Object.entries(ROWS).flatMap(
  ([row, all]) => all.map((text) => [row, addressOf(text)] as const),
);
