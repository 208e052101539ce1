import { createHash, createHmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256, and HMAC where there is a secret, as the signer wants it. It computes at once: Web Crypto
 * works in threads, where the virtual clock of the tests cannot see it.
 */
export class Sha256 {
  private hash;
  private readonly begin;

  constructor(secret?: Data) {
    this.begin = () =>
      secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
    this.hash = this.begin();
  }

  update(data: Data): void {
    this.hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    this.hash = this.begin();
  }
}

/** The same bytes, not copied. */
function bytesOf(data: Data): string | Uint8Array {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
