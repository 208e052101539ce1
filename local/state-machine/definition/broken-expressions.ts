import { compile } from '../jsonata/compile.ts';
import { isExpression, sourceOf } from '../jsonata/expression.ts';

/** Says which JSONata in a definition does not parse, wherever it stands. */
export function brokenExpressions(part: unknown, path = ''): string[] {
  if (typeof part === 'string') return isExpression(part) ? broken(sourceOf(part), path) : [];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => brokenExpressions(value, `${path}/${key}`));
}

function broken(source: string, path: string): string[] {
  try {
    compile(source);
    return [];
  } catch (error) {
    return [`${path}: not JSONata: ${error instanceof Error ? error.message : String(error)}`];
  }
}
