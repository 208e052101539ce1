import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { LineRefused } from '../runtime/errors.ts';
import { lineRefused, type Place } from './line-checker.ts';
import { objectChecker } from './object-checker.ts';

/** A line that is proved piece by piece and kept nowhere. */
export type LongLine = {
  add(piece: Buffer): void;
  /** Its type, or nothing where it is blank. Throws LineRefused, with the words of `checkLine`. */
  end(): { resourceType: string } | undefined;
  /** The error that refuses it for this, by what has come of it. */
  refused(what: string): LineRefused;
};

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** What `checkLine` is for a line in one piece. */
export function longLine(place: Place, resourceType: string | null): LongLine {
  const hash = createHash('sha256');
  const text = utf8Checker();
  const object = objectChecker();
  /** Of a BOM, which is one at the beginning of a file only (D11). */
  let bomLeft = place.offset === 0 ? BOM.length : 0;
  const wrong = (what: string) => lineRefused(place, what, hash);
  const behindBom = (piece: Buffer) => {
    let at = 0;
    while (bomLeft > 0 && at < piece.length && piece[at] === BOM[BOM.length - bomLeft]) {
      at += 1;
      bomLeft -= 1;
    }
    if (at < piece.length) bomLeft = 0;
    return piece.subarray(at);
  };
  return {
    refused: wrong,
    add(piece) {
      hash.update(piece);
      text.add(piece);
      object.add(behindBom(piece));
    },
    end() {
      if (!text.end()) throw wrong('is not UTF-8');
      const proved = object.end();
      if (proved.kind === 'blank') return undefined;
      if (proved.kind === 'other') throw wrong('is not a JSON object');
      const found = proved.resourceType;
      if (found === undefined || (resourceType !== null && found !== resourceType))
        throw wrong(`is not a ${resourceType ?? 'FHIR resource'}`);
      return { resourceType: found };
    },
  };
}

/** Whether bytes that come in pieces are UTF-8, wherever they are cut (D13). */
type Utf8Checker = { add(piece: Buffer): void; end(): boolean };

export function utf8Checker(): Utf8Checker {
  let isText = true;
  /** The first bytes of a letter whose last have not come. */
  let cut = Buffer.alloc(0);

  const closeCut = (piece: Buffer): Buffer => {
    const missing = letterBytes(cut[0]) - cut.length;
    cut = Buffer.concat([cut, piece.subarray(0, missing)]);
    if (piece.length < missing) return piece.subarray(piece.length);
    isText &&= isUtf8(cut);
    cut = Buffer.alloc(0);
    return piece.subarray(missing);
  };
  return {
    add(piece) {
      const rest = cut.length > 0 ? closeCut(piece) : piece;
      if (rest.length === 0) return;
      const end = rest.length - cutBytes(rest);
      isText &&= isUtf8(rest.subarray(0, end));
      cut = Buffer.from(rest.subarray(end));
    },
    end: () => isText && cut.length === 0,
  };
}

/** How many bytes at the end are of a letter that goes on: 0 to 3. */
function cutBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (!isContinuation(byte)) return letterBytes(byte) > back ? back : 0;
  }
  return 0;
}

const isContinuation = (byte: number) => byte >> 6 === 0b10;

/** By its first byte (RFC 3629, section 3); one that can be none counts alone, and `isUtf8` refuses it. */
function letterBytes(first = 0): number {
  if (first >> 5 === 0b110) return 2;
  if (first >> 4 === 0b1110) return 3;
  return first >> 3 === 0b11110 ? 4 : 1;
}
