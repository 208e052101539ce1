import type { Measured } from '../data-path/contender.ts';
import { costOf, costsOf, type Measure, rateOf } from '../data-path/figures.ts';
import { median } from '../measure/median.ts';
import type { Outcome } from '../measure/suite.ts';

export const COMPRESS_ZSTD = 'compress: zstd, structural';
export const COMPRESS_GZIP = 'compress: gzip, structural';

type Moved = Pick<Measure, 'bytes' | 'rounds'>;

/** One row for each way that ran; the first one is what others cost more than. */
export function verificationsOutcome(all: readonly Measured[], moved: Moved): Outcome {
  const ran = all.filter(({ runs }) => runs.length > 0);
  const failed = all.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  const least = ran[0] ? costOf(ran[0], moved) : 0;
  const rows = ran.map((each) => {
    const costs = costsOf(each, moved);
    return [
      each.name,
      costOf(each, moved).toFixed(2),
      `${Math.min(...costs).toFixed(2)}-${Math.max(...costs).toFixed(2)}`,
      signed(costOf(each, moved) - least),
      rateOf(each, moved).toFixed(0),
      storedRatio(each, moved).toFixed(3),
    ];
  });
  const of = moved.rounds === 1 ? 'one round' : `medians of ${moved.rounds} interleaved rounds`;
  return {
    tables: [
      {
        title: 'What looking at a file costs, and storing it smaller',
        columns: ['how', 'CPU-s/GB', 'range', '+ CPU-s/GB', 'MB/s', 'stored ÷ content'],
        rows,
        notes: [
          `${(moved.bytes / 1e9).toFixed(2)} GB of content in each round, ${of}; GB are of content, without any encoding.`,
          'The content is synthetic and repeats itself: real records shrink less.',
          'A gzip answer whose stored ÷ content is 1 was undone, and its content stored.',
          ...(failed.length > 0 ? [`Failed, and left out: ${failed.join(', ')}.`] : []),
        ],
      },
    ],
    findings: compressed(ran, moved),
  };
}

function compressed(ran: readonly Measured[], moved: Moved): Outcome['findings'] & object {
  const gzip = ran.find(({ name }) => name === COMPRESS_GZIP);
  const zstd = ran.find(({ name }) => name === COMPRESS_ZSTD);
  if (!gzip || !zstd) return {};
  return {
    storedRatios: { gzip: storedRatio(gzip, moved), zstd: storedRatio(zstd, moved) },
    compressCpuSecondsPerGigabyte: { gzip: costOf(gzip, moved), zstd: costOf(zstd, moved) },
  };
}

const storedRatio = ({ runs }: Measured, { bytes }: Moved) =>
  median(runs.map(({ storedBytes }) => storedBytes)) / bytes;

const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
