import { type ExportResult, exportTotals } from '../exports/export-result.ts';
import { grouped, megabytes } from '../terminal/text.ts';

/** The name of the lake, and the command's options for lake and settings. */
type ResultLocation = { lake: string; options: readonly string[] };

/** Prints in a few lines how an export ended. */
export function printResult(
  result: ExportResult,
  location: ResultLocation,
  stream: Pick<NodeJS.WritableStream, 'write'>,
): void {
  const lines = {
    published: publishedLines,
    failed: failedLines,
    skipped: skippedLines,
    unchanged: unchangedLines,
  };
  stream.write(`${lines[result.status](result, location).join('\n')}\n`);
}

function publishedLines(result: ExportResult, { lake }: ResultLocation) {
  const { exportId, files, since, transactionTime } = result;
  return [
    `published ${exportId}: ${amounts(files)}`,
    `  changes ${since ? `since ${since}` : 'from the beginning'} until ${transactionTime}`,
    ...incompleteLines(result, lake),
    `  ${lake}/exports/${exportId}/commit.json lists the files`,
  ];
}

function amounts(files: ExportResult['files']): string {
  const { lines, bytes, objects, storedBytes } = exportTotals(files);
  const content = `${counted(files.length, 'file')}, ${counted(lines, 'record')}, ${megabytes(bytes)} MB`;
  const isStoredRaw = objects === files.length && storedBytes === bytes;
  const stored = `, stored as ${counted(objects, 'object')} of ${megabytes(storedBytes)} MB`;
  return isStoredRaw ? content : `${content}${stored}`;
}

const MAX_LISTED = 10;
const NEXT_EXPORT =
  '  the next incremental export starts where the last complete one ended, and includes this period again';

function incompleteLines({ complete, quarantined }: ExportResult, lake: string): string[] {
  if (complete) return [];
  if (quarantined.length === 0)
    return [
      '  NOT COMPLETE: the server reported errors; they are in the table bulk_outcome',
      NEXT_EXPORT,
    ];
  const more = quarantined.length - MAX_LISTED;
  return [
    `  NOT COMPLETE: ${counted(quarantined.length, 'file')} in quarantine, each with a broken line`,
    ...quarantined
      .slice(0, MAX_LISTED)
      .map(({ type, key, problem }) => `    ${type}: ${problem}: ${lake}/${key}`),
    ...(more > 0 ? [`    and ${more} more, in commit.json`] : []),
    NEXT_EXPORT,
  ];
}

const counted = (amount: number, what: string) =>
  `${grouped(amount)} ${what}${amount === 1 ? '' : 's'}`;

const failedLines = (
  { exportId, source, resumable, error }: ExportResult,
  { lake, options }: ResultLocation,
) => [
  `failed ${exportId}: ${error?.name}: ${error?.message}`,
  `  nothing was published; the records are in ${lake}/exports/${exportId}/`,
  ...(resumable
    ? [
        `  to fetch what is missing: ${[RESUME, source, '--resume', exportId, ...options].join(' ')}`,
      ]
    : []),
];

const RESUME = 'npm run export -- --source';

const skippedLines = ({ exportId }: ExportResult) => [
  `skipped ${exportId}: another export of the same scope is running`,
];

const unchangedLines = ({ exportId }: ExportResult) => [
  `unchanged ${exportId}: the server has published nothing new`,
];
