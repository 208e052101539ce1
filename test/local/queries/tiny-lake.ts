import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ExportLogLine } from '../../../lambdas/lake/commit-records.ts';
import { openLake } from '../../../local/queries/open-lake.ts';
import type { RegisteredPartition } from '../../../local/queries/partition-files.ts';

const BUCKET = 'lake-bucket';

/** One export's data of one type, and the partition that makes it visible. */
type Landing = { type: string; date: string; exportId: string };

/** A lake's folder that is written by hand and removed after the test. */
export function tinyLake(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), "the lake's folder [1] "));
  t.after(() => rmSync(directory, { recursive: true }));
  const partitions: RegisteredPartition[] = [];
  return {
    directory,
    partitions,
    /** Writes a file and registers nothing. */
    write(prefix: string, name: string, body: string | Buffer) {
      mkdirSync(join(directory, prefix), { recursive: true });
      writeFileSync(join(directory, prefix, name), body);
    },
    /** Registers a partition of the raw table and of the typed table, whatever is there. */
    register({ type, date, exportId }: Landing) {
      const location = `s3://${BUCKET}/${prefixOf({ type, date, exportId })}`;
      partitions.push(
        { table: type.toLowerCase(), values: [date, exportId], location },
        { table: 'fhir_raw', values: [type, date, exportId], location },
      );
    },
    /** Writes resources as one file, compressed as its name says, and registers it. */
    land(landing: Landing, resources: object[], name = 'part-00001.ndjson') {
      this.write(prefixOf(landing), name, compressed(name, ndjson(resources)));
      this.register(landing);
    },
    log(exportId: string, lines: ExportLogLine[]) {
      const prefix = `fhir/export_log/export_id=${exportId}/`;
      this.write(prefix, 'log.ndjson', ndjson(lines));
      partitions.push({
        table: 'export_log',
        values: [exportId],
        location: `s3://${BUCKET}/${prefix}`,
      });
    },
    /** Opens it, asks one question, closes it. */
    async ask(sql: string) {
      const lake = await openLake({ directory, bucket: BUCKET, partitions });
      try {
        return await lake.query(sql);
      } finally {
        lake.close();
      }
    },
  };
}

export const prefixOf = ({ type, date, exportId }: Landing) =>
  `fhir/${type}/export_date=${date}/export_id=${exportId}/`;

export const ndjson = (records: object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

function compressed(name: string, body: string) {
  if (name.endsWith('.gz')) return gzipSync(body);
  return name.endsWith('.zst') ? zstdCompressSync(body) : body;
}
