import type { SuiteResult } from '../measure/suite.ts';
import type { Table, Target } from '../measure/tables.ts';
import type { HashedFile } from '../servers/hashed-files.ts';

/** How the server responds: with a length, in chunks, or as gzip. */
export type ResponseKind = 'length' | 'chunked' | 'gzip';

export type FileCase = { bytes: number; response: ResponseKind };

/** A file, what the lake has of it, and whether its content is the server's. */
export type ComparedFile = FileCase & { isEqual: boolean; stored: HashedFile | undefined };

/** A file that was downloaded alone. */
export type MemoryResult = {
  bytes: number;
  peakBytes: number;
  cpuSeconds: number;
  isEqual: boolean;
};

/** The files that were downloaded with one setting of `compress`. */
export type CompressionResult = {
  compress: 'none' | 'gzip' | 'zstd';
  files: readonly ComparedFile[];
};

/** A higher ratio means that memory grows with the file. */
const MAX_MEMORY_RATIO = 1.1;

/** The tables and the targets of sizes. */
export function sizesResult(
  memory: readonly MemoryResult[],
  compared: readonly CompressionResult[],
  idleBytes: number,
): SuiteResult {
  const above = ({ peakBytes }: MemoryResult) => (peakBytes - idleBytes) / 1e6;
  return {
    tables: [memoryTable(memory, above), comparedTable(compared)],
    targets: [
      ...memory.map(
        (each): Target => ({
          measure: `peak RSS above idle Node, one file of ${size(each.bytes)}`,
          ...{ bound: 'at most', limit: 60, measured: above(each), unit: 'MB' },
        }),
      ),
      ...sameMemory(memory),
      equalBytes(memory, compared),
    ],
  };
}

/** Compares whole processes, as a function needs memory for all of it. */
function sameMemory([small, large]: readonly MemoryResult[]): Target[] {
  if (!small || !large) return [];
  return [
    {
      measure: `peak RSS, ${size(large.bytes)} ÷ ${size(small.bytes)}`,
      ...{ bound: 'at most', limit: MAX_MEMORY_RATIO },
      measured: large.peakBytes / small.peakBytes,
    },
  ];
}

function equalBytes(
  memory: readonly MemoryResult[],
  compared: readonly CompressionResult[],
): Target {
  const all = [...memory, ...compared.flatMap(({ files }) => files)];
  return {
    measure: `files whose bytes in the lake are the server's, of ${all.length}`,
    ...{ bound: 'exactly', limit: all.length },
    measured: all.filter(({ isEqual }) => isEqual).length,
  };
}

const memoryTable = (
  memory: readonly MemoryResult[],
  above: (each: MemoryResult) => number,
): Table => ({
  title: 'One file, small and large',
  columns: ['file', 'CPU-s/GB', 'peak RSS', 'above idle Node', 'bytes'],
  rows: memory.map((each) => [
    size(each.bytes),
    (each.cpuSeconds / (each.bytes / 1e9)).toFixed(2),
    `${(each.peakBytes / 1e6).toFixed(0)} MB`,
    `+${above(each).toFixed(0)} MB`,
    equality(each.isEqual),
  ]),
  notes: ['One run each, structural verification, start-up included.'],
});

const comparedTable = (compared: readonly CompressionResult[]): Table => ({
  title: 'The lake has the bytes of the server',
  columns: ['file', 'response', ...compared.map(({ compress }) => `compress: ${compress}`)],
  rows: (compared[0]?.files ?? []).map(({ bytes, response }, i) => [
    size(bytes),
    response,
    ...compared.map(({ files }) => describe(files[i])),
  ]),
  notes: [
    'SHA-256 of the content on the server, and of what a reader of the lake finds: objects decoded, segments in order.',
    'In brackets the stored bytes; a gzip response that is stored raw is smaller than its content.',
  ],
});

function describe(file: ComparedFile | undefined): string {
  if (!file?.stored) return 'missing';
  const { storedBytes, objects } = file.stored;
  const segments = objects > 1 ? ` in ${objects}` : '';
  return `${equality(file.isEqual)} (${size(storedBytes)}${segments})`;
}

const equality = (isEqual: boolean) => (isEqual ? 'equal' : 'DIFFERENT');

function size(bytes: number): string {
  if (bytes >= 1e9) return `${+(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${+(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1000 ? `${+(bytes / 1000).toFixed(1)} KB` : `${bytes} B`;
}
