import type { Outcome } from '../measure/suite.ts';
import type { Table } from '../measure/table.ts';
import type { Target } from '../measure/target.ts';
import type { Compared, Sized } from './sizes.ts';

/** More than that is not the same memory. */
const SAME = 1.1;

/** Tables of what landed, and what of it was aimed at. */
export function sizesOutcome(
  sized: readonly Sized[],
  compared: readonly Compared[],
  bareBytes: number,
): Outcome {
  const above = ({ peakBytes }: Sized) => (peakBytes - bareBytes) / 1e6;
  return {
    tables: [sizesTable(sized, above), comparedTable(compared)],
    targets: [
      ...sized.map(
        (each): Target => ({
          measure: `peak RSS above bare Node, one file of ${size(each.bytes)}`,
          ...{ bound: 'at most', limit: 60, measured: above(each), unit: 'MB' },
        }),
      ),
      ...sameMemory(sized),
      equalBytes(sized, compared),
    ],
  };
}

/** Whole processes are compared, as those are what a function has memory for. */
function sameMemory(sized: readonly Sized[]): Target[] {
  const [small, large] = sized;
  if (!small || !large) return [];
  return [
    {
      measure: `peak RSS, ${size(large.bytes)} ÷ ${size(small.bytes)}`,
      ...{ bound: 'at most', limit: SAME, measured: large.peakBytes / small.peakBytes },
    },
  ];
}

function equalBytes(sized: readonly Sized[], compared: readonly Compared[]): Target {
  const all = [...sized, ...compared.flatMap(({ files }) => files)];
  return {
    measure: `files whose bytes in the lake are the server's, of ${all.length}`,
    ...{ bound: 'exactly', limit: all.length },
    measured: all.filter(({ isEqual }) => isEqual).length,
  };
}

const sizesTable = (sized: readonly Sized[], above: (each: Sized) => number): Table => ({
  title: 'One file, small and large',
  columns: ['file', 'CPU-s/GB', 'peak RSS', 'above bare Node', 'bytes'],
  rows: sized.map((each) => [
    size(each.bytes),
    (each.cpuSeconds / (each.bytes / 1e9)).toFixed(2),
    `${(each.peakBytes / 1e6).toFixed(0)} MB`,
    `+${above(each).toFixed(0)} MB`,
    equal(each.isEqual),
  ]),
  notes: ['One run each, structural verification, start-up included.'],
});

const comparedTable = (compared: readonly Compared[]): Table => ({
  title: 'The lake has the bytes of the server',
  columns: ['file', 'answer', ...compared.map(({ compress }) => `compress: ${compress}`)],
  rows: (compared[0]?.files ?? []).map(({ bytes, manner }, i) => [
    size(bytes),
    manner,
    ...compared.map(({ files }) => told(files[i])),
  ]),
  notes: [
    'SHA-256 of what the server has, and of what a reader of the lake finds: objects decoded, pieces in order.',
    'In brackets what is stored; a gzip answer that is stored as it came is smaller than its content.',
  ],
});

function told(file: Compared['files'][number] | undefined): string {
  if (!file?.stored) return 'nothing there';
  const { storedBytes, objects } = file.stored;
  const pieces = objects > 1 ? ` in ${objects}` : '';
  return `${equal(file.isEqual)} (${size(storedBytes)}${pieces})`;
}

const equal = (isEqual: boolean) => (isEqual ? 'equal' : 'OTHER');

function size(bytes: number): string {
  if (bytes >= 1e9) return `${+(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${+(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1000 ? `${+(bytes / 1000).toFixed(1)} KB` : `${bytes} B`;
}
