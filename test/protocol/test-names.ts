import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LITERALS = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
/** `${…}`, whose value may hold an object literal. */
const VALUE = /\$\{(?:[^{}]|\{[^{}]*\})*\}/;
const UNDER_TEST = /from '(\.[^']+\.ts)'/g;

/**
 * Whether a test of that name can be in a file, as its text alone tells: every part of the name is one
 * of the texts in it or in what it imports from `test/`, where `${…}` stands for anything.
 */
export function namesIn(file: string): (name: string) => boolean {
  const texts = sourcesOf(file).flatMap(literalsOf);
  const exact = new Set(texts);
  const patterns = texts.filter((each) => each.includes('${')).flatMap(patternOf);
  const has = (part: string) => exact.has(part) || patterns.some((each) => each.test(part));
  return (name) => name.split(' › ').every(has);
}

/** The file, and the modules of `test/` that it has its cases from, be it over another one. */
function sourcesOf(file: string): string[] {
  const files = new Set([file]);
  // A set that grows is walked to its end.
  for (const each of files) for (const module of importedBy(each)) files.add(module);
  return [...files].map((each) => readFileSync(each, 'utf8'));
}

const importedBy = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(UNDER_TEST)]
    .map(([, path = '']) => join(dirname(file), path))
    .filter((path) => path.startsWith('test/') && existsSync(path));

const literalsOf = (source: string): string[] =>
  [...source.matchAll(LITERALS)].map(([, single, double, template]) =>
    // The document writes a backtick as an apostrophe.
    (single ?? double ?? template ?? '').replaceAll(/\\(['"`])/g, '$1').replaceAll('`', "'"),
  );

/** A template that is nothing but values would stand for every name. */
function patternOf(template: string): RegExp[] {
  const fixed = template.split(VALUE);
  if (!fixed.some((each) => /[\p{L}\d]{2}/u.test(each))) return [];
  return [new RegExp(`^${fixed.map(RegExp.escape).join('.*')}$`, 's')];
}
