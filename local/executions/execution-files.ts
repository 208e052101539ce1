import { randomUUID } from 'node:crypto';
import { linkSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isFileError, readIfExists, stateFolder, writeAtomically } from '../cloud/files.ts';
import { ExecutionRecord, StoredEvents } from './execution-record.ts';

/** The records of executions in a lake's folder, shared by all processes that work on it. */
export type ExecutionFiles = {
  read(name: string): ExecutionRecord | undefined;
  /** Writes the first record of an execution; false where there is one by that name. */
  create(record: ExecutionRecord): boolean;
  /** Writes what became of it. */
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

/** A hard link is made by one process only, and the file behind it is whole already. */
function createExclusively(file: string, text: string): boolean {
  const whole = `${file}.${randomUUID()}.new`;
  writeAtomically(whole, text);
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
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
