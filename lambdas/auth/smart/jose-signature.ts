/** Bytes of a number of P-384. */
const WIDTH = 48;

/**
 * An ECDSA signature on P-384 as JOSE has it, `r` and `s` side by side (RFC 7518 §3.4), out of the
 * DER that KMS gives: a SEQUENCE of two INTEGERs, each with a zero in front where it would else be
 * negative, and without the zeros it could spare.
 */
export function joseSignature(der: Buffer): Buffer {
  const r = integerAt(der, 2);
  const s = integerAt(der, r.end);
  return Buffer.concat([toWidth(r.bytes), toWidth(s.bytes)]);
}

function integerAt(der: Buffer, start: number) {
  const end = start + 2 + der.readUInt8(start + 1);
  return { bytes: der.subarray(start + 2, end), end };
}

const toWidth = (integer: Buffer) => Buffer.concat([Buffer.alloc(WIDTH), integer]).subarray(-WIDTH);
