import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { LineRefused } from '../runtime/errors.ts';
import { type LineStart, lineRefused } from './line-checker.ts';
import { objectChecker } from './object-checker.ts';

/** A line that is verified piece by piece and not kept. */
export type LongLine = {
  add(piece: Buffer): void;
  /** Its type; undefined if it is blank. Throws LineRefused, with the messages of `checkLine`. */
  end(): { resourceType: string } | undefined;
  /** The error that refuses it, with the hash of what has come. */
  refused(what: string): LineRefused;
};

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Verifies what `checkLine` verifies of a line in one piece. */
export function longLine(start: LineStart, resourceType: string | null): LongLine {
  const hash = createHash('sha256');
  const text = utf8Checker();
  const object = objectChecker();
  /** A BOM is allowed only at the beginning of a file (D11). */
  let bomLeft = start.offset === 0 ? BOM.length : 0;
  const refused = (what: string) => lineRefused(start, what, hash);
  const withoutBom = (piece: Buffer) => {
    let at = 0;
    while (bomLeft > 0 && at < piece.length && piece[at] === BOM[BOM.length - bomLeft]) {
      at += 1;
      bomLeft -= 1;
    }
    if (at < piece.length) bomLeft = 0;
    return piece.subarray(at);
  };
  return {
    refused,
    add(piece) {
      hash.update(piece);
      text.add(piece);
      object.add(withoutBom(piece));
    },
    end() {
      if (!text.end()) throw refused('is not UTF-8');
      const checked = object.end();
      if (checked.kind === 'blank') return undefined;
      if (checked.kind === 'other') throw refused('is not a JSON object');
      const found = checked.resourceType;
      if (found === undefined || (resourceType !== null && found !== resourceType))
        throw refused(`is not a ${resourceType ?? 'FHIR resource'}`);
      return { resourceType: found };
    },
  };
}

/** Whether bytes that come in pieces are UTF-8, wherever they are split (D13). */
type Utf8Checker = { add(piece: Buffer): void; end(): boolean };

export function utf8Checker(): Utf8Checker {
  let isText = true;
  /** The first bytes of a character whose last have not come. */
  let incomplete = Buffer.alloc(0);

  const complete = (piece: Buffer): Buffer => {
    const missing = characterBytes(incomplete[0]) - incomplete.length;
    incomplete = Buffer.concat([incomplete, piece.subarray(0, missing)]);
    if (piece.length < missing) return piece.subarray(piece.length);
    isText &&= isUtf8(incomplete);
    incomplete = Buffer.alloc(0);
    return piece.subarray(missing);
  };
  return {
    add(piece) {
      const rest = incomplete.length > 0 ? complete(piece) : piece;
      if (rest.length === 0) return;
      const end = rest.length - incompleteBytes(rest);
      isText &&= isUtf8(rest.subarray(0, end));
      incomplete = Buffer.from(rest.subarray(end));
    },
    end: () => isText && incomplete.length === 0,
  };
}

/** How many bytes at the end belong to an incomplete character: 0 to 3. */
function incompleteBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (!isContinuation(byte)) return characterBytes(byte) > back ? back : 0;
  }
  return 0;
}

const isContinuation = (byte: number) => byte >> 6 === 0b10;

/** By its first byte (RFC 3629, section 3); an invalid one counts alone, and `isUtf8` refuses it. */
function characterBytes(first = 0): number {
  if (first >> 5 === 0b110) return 2;
  if (first >> 4 === 0b1110) return 3;
  return first >> 3 === 0b11110 ? 4 : 1;
}
