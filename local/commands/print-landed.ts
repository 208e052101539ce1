import type { ExportResult } from '../exports/export-result.ts';
import { totalsOf } from '../exports/totals.ts';
import { type Printer, printTable } from '../terminal/print-table.ts';

/** Prints what landed where, a row for each export. */
export function printLanded(results: readonly ExportResult[], lake: string, printer: Printer) {
  const rows = results.map(({ exportId, status, files, since, transactionTime }) => {
    const { lines, bytes, storedBytes } = totalsOf(files);
    return {
      export: exportId,
      status,
      files: files.length,
      records: lines,
      mb: roundedMegabytes(bytes),
      ...(isAnyEncoded(results) && { stored_mb: roundedMegabytes(storedBytes) }),
      since: since ?? 'the beginning',
      until: transactionTime ?? '',
    };
  });
  printTable(`What landed in ${lake}/`, rows, printer);
  const [first] = results.flatMap(({ files }) => files.flatMap(({ objects }) => objects));
  if (first) printer.write(`A file of it:  ${lake}/${first.key}\n\n`);
}

const roundedMegabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;

const isAnyEncoded = (results: readonly ExportResult[]) =>
  results.some(({ files }) => files.some(({ objects }) => objects.some(isEncoded)));

const isEncoded = ({ key }: { key: string }) => !key.endsWith('.ndjson');
