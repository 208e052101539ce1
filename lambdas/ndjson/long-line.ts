import { createHash } from 'node:crypto';
import type { LineRefused } from '../runtime/errors.ts';
import { lineRefused, type Place } from './line-checker.ts';
import { objectProof } from './object-proof.ts';
import { utf8Proof } from './utf8-proof.ts';

/** A line that is proved piece by piece and kept nowhere. */
export type LongLine = {
  add(piece: Buffer): void;
  /** Its type, or nothing where it is blank. Throws LineRefused, with the words of `checkLine`. */
  end(): { resourceType: string } | undefined;
  /** The error that refuses it for this, by what has come of it. */
  wrong(what: string): LineRefused;
};

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** What `checkLine` is for a line in one piece. */
export function longLine(place: Place, resourceType: string | null): LongLine {
  const hash = createHash('sha256');
  const text = utf8Proof();
  const object = objectProof();
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
    wrong,
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
