import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;
const ALIKE = 14;

interface Pixels {
  width: number;
  height: number;
  /** 0xRRGGBB, row by row. */
  colours: Uint32Array;
}

/**
 * A screenshot with at most 256 colours, a third of the size: text and flat surfaces need no more. A screenshot is an
 * 8-bit PNG without interlacing, with or without alpha, which is opaque throughout.
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const palette = mostFrequent(colours);
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < colours.length; at += 1) {
    const colour = colours[at] ?? 0;
    const index = indexOf.get(colour) ?? nearest(palette, colour);
    indexOf.set(colour, index);
    // One byte in front of each row names its filter: 0, none.
    rows[at + Math.floor(at / width) + 1] = index;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const entries = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const body = deflateSync(rows, { level: 9 });
  const chunks = [chunk("IHDR", header), chunk("PLTE", entries), chunk("IDAT", body), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

function decode(png: Buffer): Pixels {
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const bytes = png[25] === 6 ? 4 : 3;
  const raw = unfilter(inflateSync(Buffer.concat(data)), width * bytes, bytes);
  const colours = Uint32Array.from({ length: width * height }, (_, pixel) => raw.readUIntBE(pixel * bytes, 3));
  return { width, height, colours };
}

/** PNG §9.2: each row is stored as differences from its neighbours. */
function unfilter(filtered: Buffer, stride: number, bytes: number): Buffer {
  const height = filtered.length / (stride + 1);
  const raw = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = row * stride + x;
      const left = x < bytes ? 0 : (raw[at - bytes] ?? 0);
      const above = row === 0 ? 0 : (raw[at - stride] ?? 0);
      const corner = row === 0 || x < bytes ? 0 : (raw[at - stride - bytes] ?? 0);
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      raw[at] = (filtered[row * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return raw;
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(estimate - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** The most frequent colours; of two that nobody could tell apart only the first, so that rare ones find room. */
function mostFrequent(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const ranked = [...counts].sort(([, one], [, other]) => other - one);
  const chosen: number[] = [];
  for (const [colour] of ranked) {
    if (chosen.length === COLOURS) break;
    if (chosen.every((other) => distance(colour, other) >= ALIKE)) chosen.push(colour);
  }
  return chosen;
}

/** Squared, over the three channels. */
function distance(one: number, other: number): number {
  const channel = (shift: number) => ((one >> shift) & 255) - ((other >> shift) & 255);
  return channel(16) ** 2 + channel(8) ** 2 + channel(0) ** 2;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  for (const [index, candidate] of palette.entries()) {
    if (distance(candidate, colour) < distance(palette[best] ?? 0, colour)) best = index;
  }
  return best;
}
