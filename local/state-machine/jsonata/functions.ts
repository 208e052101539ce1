import type { Clock } from '../../../lambdas/shared/clock.ts';
import { partition, range } from './array-functions.ts';
import { compile } from './compile.ts';
import type { Bindings } from './evaluate.ts';
import { hash } from './hash-function.ts';
import { randomNumber, uuid } from './random-functions.ts';

type Deps = { clock: Clock; random: () => number };

/**
 * The functions Step Functions adds to JSONata, and those of JSONata that read the time. `$eval` is
 * taken away, as there.
 */
export function functions({ clock, random }: Deps): Bindings {
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed: unknown) => randomNumber(seed, random),
    uuid: () => uuid(random),
    millis: () => clock.now().getTime(),
    now: (picture: unknown, timezone: unknown) => written(clock.now(), picture, timezone),
    eval: undefined,
  };
}

/** `$parse(text)`: the JSON in a string. */
function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text === 'string') return JSON.parse(text);
  throw new TypeError('T0410: Argument 1 of function "parse" does not match function signature');
}

const FROM_MILLIS = compile('$fromMillis($millis, $picture, $timezone)');

function written(now: Date, picture: unknown, timezone: unknown): unknown {
  return FROM_MILLIS.evaluate(undefined, { millis: now.getTime(), picture, timezone });
}
