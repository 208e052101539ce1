import type { ExportResult } from '../exports/export-result.ts';
import { type Printer, printTable } from '../queries/print-table.ts';

/** Prints what landed where, a row for each export. */
export function printLanded(results: readonly ExportResult[], lake: string, printer: Printer) {
  const rows = results.map(({ exportId, status, files, since, transactionTime }) => ({
    export: exportId,
    status,
    files: files.length,
    records: files.reduce((sum, file) => sum + file.lines, 0),
    mb: Math.round(files.reduce((sum, file) => sum + file.bytes, 0) / 1e5) / 10,
    since: since ?? 'the beginning',
    until: transactionTime ?? '',
  }));
  printTable(`What landed in ${lake}/`, rows, printer);
  const [first] = results.flatMap(({ files }) => files);
  if (first) printer.write(`A file of it:  ${lake}/${first.key}\n\n`);
}
