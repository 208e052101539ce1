import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createCloud } from '../../local/cloud/cloud.ts';
import { listen } from '../../local/cloud/listen.ts';
import type { CloudRequest, CloudResponse } from '../../local/cloud/service.ts';
import { landedKey } from '../../test/fakes/builders.ts';

/**
 * S3 over a temporary folder, for the records of an export. Its listing also has the data objects of as many
 * files as the argument says, which do not exist. It prints its address, and ends when stdin ends.
 */
const PAGE = 1000;
const files = Number(process.argv[2]);
const directory = mkdtempSync(join(tmpdir(), 'sluice-records-'));

const s3 = createCloud({ directory, bucket: 'lake', jsonApis: {} });
const { url } = await listen(async (request) => listing(request) ?? s3(request));
createInterface(process.stdin).on('close', () => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
});
process.stdout.write(`${url}\n`);

/** A page of the listing of data objects; undefined for another request. */
function listing({ url: { searchParams } }: CloudRequest): CloudResponse | undefined {
  if (!searchParams.get('prefix')?.startsWith('fhir/')) return undefined;
  const from = Number(searchParams.get('continuation-token') ?? 0);
  const to = Math.min(files, from + PAGE);
  const next = to < files ? `<NextContinuationToken>${to}</NextContinuationToken>` : '';
  const contents = Array.from({ length: to - from }, (_, i) => contentOf(from + i + 1)).join('');
  const text = `<ListBucketResult><IsTruncated>${next !== ''}</IsTruncated>${next}${contents}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}

/** All elements that S3 sends, also those that a client does not read. */
const contentOf = (part: number) =>
  `<Contents><Key>${landedKey('Patient', part)}</Key><LastModified>2026-11-22T03:00:00.000Z</LastModified><ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><ChecksumAlgorithm>CRC32C</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>10</Size><StorageClass>STANDARD</StorageClass></Contents>`;
