import { createCipheriv } from 'node:crypto';
import { Readable } from 'node:stream';
import { compressedStore } from '../../../../lambdas/4-download/store/compressed-store.ts';
import type { Compression } from '../../../../lambdas/4-download/store/compressor.ts';
import { partBuffers } from '../../../../lambdas/4-download/store/part-buffers.ts';
import { storeBody } from '../../../../lambdas/4-download/store/store-body.ts';
import { structuralScanner } from '../../../../lambdas/ndjson/scanners.ts';
import { sizesOf } from '../../../../lambdas/runtime/sizes.ts';
import { SMALL_MIB } from '../../../fakes/builders.ts';
import { type MemoryStorage, memoryStorage } from '../../../fakes/memory-storage.ts';

export const KEY = 'fhir/Patient/export_date=2026-01-01/export_id=a/part-00001.ndjson';
type How = { mib?: number; chunkBytes?: number; storage?: MemoryStorage };

/** Stores content compressed, from chunks of that size, in one call; a MiB may be a small one. */
export async function landCompressed(
  body: Buffer,
  encoding: Compression,
  { mib = SMALL_MIB, chunkBytes = mib, storage }: How = {},
) {
  const sizes = sizesOf(mib);
  const bucket = storage ?? memoryStorage(sizes.smallestPart);
  const landing = compressedStore(
    {
      ...{ key: KEY, encoding, before: undefined, isTimeUp: () => false },
      scanner: structuralScanner('Patient', sizes),
    },
    // Buffers are for one file at a time, and tests run while others are being prepared.
    { storage: bucket, buffers: partBuffers(), sizes },
  );
  const chunks = function* () {
    for (let at = 0; at < body.length; at += chunkBytes) yield body.subarray(at, at + chunkBytes);
  };
  const content = Readable.from(chunks());
  const landed = await storeBody({ content }, landing, { kind: 'restart' });
  return { storage: bucket, landed };
}

/**
 * Some patients whose text hardly compresses: about that many bytes, in lines of about so many, the same each
 * time.
 */
export function incompressiblePatients(bytes: number, lineBytes = 4096): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  const noise = Buffer.alloc(Math.ceil((lineBytes * 3) / 4));
  const lines = Array.from({ length: Math.ceil(bytes / lineBytes) }, () =>
    Buffer.from(`{"resourceType":"Patient","text":"${cipher.update(noise).toString('base64')}"}\n`),
  );
  return Buffer.concat(lines);
}
