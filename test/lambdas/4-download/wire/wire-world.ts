import type { TestContext } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { fetchFile } from '../../../../lambdas/4-download/fetch/fetch-file.ts';
import { partBuffers } from '../../../../lambdas/4-download/store/part-buffers.ts';
import { fhirServer } from '../../../../lambdas/fhir-server/fhir-server.ts';
import type { Http } from '../../../../lambdas/http/http.ts';
import type { PlannedFile } from '../../../../lambdas/lake/plan-records.ts';
import type { Sizes } from '../../../../lambdas/runtime/sizes.ts';
import type { Source } from '../../../../lambdas/settings/source.ts';
import { aFile, aSource, smallSizes } from '../../../fakes/builders.ts';
import { type MemoryStorage, memoryStorage } from '../../../fakes/memory-storage.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import type { Identity } from '../../../fakes/self-signed.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';

/** How a file is fetched. */
type Way = { http: Http; secure?: Identity | undefined; sizes?: Sizes };

/** How a fetch ended, and what it stored. */
export type Ended = {
  /** `landed`, or the error's name. */
  end: string;
  message: string;
  lines: number | undefined;
  /** The content of all objects in order, decompressed; undefined: no object. */
  content: Buffer | undefined;
  objects: Map<string, Buffer>;
  openUploads: number;
};

type Settings = Partial<Pick<Source, 'compress' | 'verify'>> & { file?: Partial<PlannedFile> };

export type Fetch = (answer: RawAnswer, settings?: Settings) => Promise<Ended>;

/**
 * A server on loopback that answers with raw bytes. All files are fetched over the same connections, each
 * into its own storage.
 */
export async function wireWorld(
  context: TestContext,
  { http, secure, sizes = smallSizes }: Way,
): Promise<Fetch> {
  const answers: RawAnswer[] = [];
  const { origin } = await rawServer(context, answers, secure);
  const source = aSource({
    ...{ dialect: 'bulk-data', baseUrl: `${origin}/fhir`, auth: { kind: 'none' }, private: true },
    ...{ fileOrigins: [] },
  });
  const { authenticators } = stepDeps({ source });
  const server = fhirServer(source, authenticators('acme', source), http);
  const buffers = partBuffers();
  return async (answer, { compress = 'none', verify = 'structural', file = {} } = {}) => {
    answers[0] = answer;
    const storage = memoryStorage(sizes.smallestPart);
    const deps = {
      ...{ server, storage, requiresAccessToken: false, buffers, sizes, compress, verify },
      isTimeUp: () => false,
    };
    const planned = aFile({ url: `${origin}/file`, ...file });
    const ended = await fetchFile(planned, deps).then(
      (fetched) => ({
        ...{ end: fetched.kind, message: '' },
        lines: fetched.kind === 'landed' ? fetched.receipt.lines : undefined,
      }),
      (error: Error) => ({ end: error.name, message: error.message, lines: undefined }),
    );
    const openUploads = (await storage.openUploads('')).length;
    return { ...ended, ...contentOf(storage), openUploads };
  };
}

function contentOf({ objects: stored }: MemoryStorage): Pick<Ended, 'content' | 'objects'> {
  const objects = new Map([...stored].map(([key, { body }]) => [key, body]));
  const contents = [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(decompressed);
  return { objects, content: contents.length > 0 ? Buffer.concat(contents) : undefined };
}

function decompressed([key, body]: [string, Buffer]): Buffer {
  if (key.endsWith('.gz')) return gunzipSync(body);
  return key.endsWith('.zst') ? zstdDecompressSync(body) : body;
}
