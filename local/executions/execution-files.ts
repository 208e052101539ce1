import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isFileError, readIfExists, stateFolder, writeAtomically } from '../cloud/files.ts';
import { ExecutionRecord, StoredEvents } from './execution-record.ts';

/** The records of executions in a lake's folder, which all processes that work on the lake share. */
export type ExecutionFiles = {
  read(name: string): ExecutionRecord | undefined;
  /** Writes the first record of an execution; false if that name exists. */
  create(record: ExecutionRecord): boolean;
  /** Replaces the record of an execution. */
  update(record: ExecutionRecord): void;
  names(): string[];
  writeHistory(name: string, events: StoredEvents): void;
  readHistory(name: string): StoredEvents | undefined;
};

const JSON_FILE = '.json';

/** Opens `<directory>/.sluice/executions` and `<directory>/.sluice/histories`. */
export function executionFiles(directory: string): ExecutionFiles {
  const executions = stateFolder(directory, 'executions');
  const histories = stateFolder(directory, 'histories');
  const file = (name: string) => join(executions, name + JSON_FILE);
  const history = (name: string) => join(histories, name + JSON_FILE);
  return {
    read: (name) => parse(readIfExists(file(name)), ExecutionRecord),
    create: (record) => createExclusively(file(record.name), JSON.stringify(record)),
    update: (record) => writeAtomically(file(record.name), JSON.stringify(record)),
    names: () => jsonFiles(executions),
    writeHistory: (name, events) => writeAtomically(history(name), JSON.stringify(events)),
    readHistory: (name) => parse(readIfExists(history(name)), StoredEvents),
  };
}

function parse<T>(text: string | undefined, schema: { parse(value: unknown): T }): T | undefined {
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

/** Only one process can create a hard link, and the linked file is complete. */
function createExclusively(file: string, text: string): boolean {
  const complete = `${file}.${randomUUID()}.new`;
  writeAtomically(complete, text);
  try {
    linkSync(complete, file);
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(complete, { force: true });
  }
}

function jsonFiles(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith(JSON_FILE));
    return files.map((name) => name.slice(0, -JSON_FILE.length));
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}
