import { run } from 'node:test';

/** A test by its names from the outermost suite inwards, such as `a job › is polled`. */
export type FileRun = { file: string; passed: string[]; failed: string[] };

/** Runs one test file in a process of its own. */
export async function runFile(file: string): Promise<FileRun> {
  const passed: string[] = [];
  const failed: string[] = [];
  const path: string[] = [];
  for await (const { type, data } of run({ files: [file], concurrency: 1 })) {
    if (type === 'test:start') path.splice(data.nesting, path.length, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const name = [...path.slice(0, data.nesting), data.name].join(' › ');
    if (type === 'test:fail') failed.push(name);
    else if (data.details.type !== 'suite' && !data.skip && !data.todo) passed.push(name);
  }
  return { file, passed, failed };
}
