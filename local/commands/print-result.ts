import { grouped, megabytes } from '../display/amounts.ts';
import type { ExportResult } from '../exports/export-result.ts';

/** Tells in a few lines how an export ended, for people. */
export function printResult(
  result: ExportResult,
  lake: string,
  stream: Pick<NodeJS.WritableStream, 'write'>,
): void {
  const lines = {
    published: publishedLines,
    failed: failedLines,
    skipped: skippedLines,
    unchanged: unchangedLines,
  };
  stream.write(`${lines[result.status](result, lake).join('\n')}\n`);
}

function publishedLines(result: ExportResult, lake: string) {
  const { exportId, files, since, transactionTime, complete } = result;
  const records = files.reduce((sum, file) => sum + file.lines, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const counts = `${counted(files.length, 'file')}, ${counted(records, 'record')}`;
  const what = `${counts}, ${megabytes(bytes)} MB`;
  return [
    `published ${exportId}: ${what}`,
    `  changes ${since ? `since ${since}` : 'from the beginning'} until ${transactionTime}`,
    ...(complete
      ? []
      : ['  NOT COMPLETE: the server told of errors; they are in the table bulk_outcome']),
    `  ${lake}/exports/${exportId}/commit.json lists the files`,
  ];
}

const counted = (amount: number, what: string) =>
  `${grouped(amount)} ${what}${amount === 1 ? '' : 's'}`;

const failedLines = ({ exportId, source, resumable, error }: ExportResult, lake: string) => [
  `failed ${exportId}: ${error?.name}: ${error?.message}`,
  `  nothing was published; the papers are in ${lake}/exports/${exportId}/`,
  ...(resumable
    ? [`  to fetch what is missing: npm run export -- --source ${source} --resume ${exportId}`]
    : []),
];

const skippedLines = ({ exportId }: ExportResult) => [
  `skipped ${exportId}: another export of the same scope is running`,
];

const unchangedLines = ({ exportId }: ExportResult) => [
  `unchanged ${exportId}: the server publishes nothing that is not landed already`,
];
