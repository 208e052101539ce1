import { registeredPartitions } from '../laptop/lake-tables.ts';
import type { Laptop } from '../laptop/laptop.ts';
import { BUCKET } from '../laptop/local-cloud.ts';
import { firstLook } from '../queries/first-look.ts';
import { openLake } from '../queries/open-lake.ts';
import { type Printer, printTable } from '../terminal/print-table.ts';

/** Prints the answers to the first questions, by SQL over the partitions that Publish registered. */
export async function printFirstLook(laptop: Laptop, lake: string, printer: Printer) {
  const partitions = await registeredPartitions(laptop.aws);
  const tables = await openLake({ directory: lake, bucket: BUCKET, partitions });
  try {
    for (const { title, sql } of firstLook) printTable(title, await tables.query(sql), printer);
  } finally {
    tables.close();
  }
}
