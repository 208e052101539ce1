import type { TestEvent } from 'node:test/reporters';

type Of<Type extends TestEvent['type']> = Extract<TestEvent, { type: Type }>;

/** How a test or a suite ended. */
export type Result = Of<'test:pass' | 'test:fail'>;

/** What a reporter prints. */
export type Told = Result | Of<'test:start' | 'test:diagnostic' | 'test:stdout' | 'test:stderr'>;

export const isResult = (event: TestEvent): event is Result =>
  event.type === 'test:pass' || event.type === 'test:fail';

export const isTold = (event: TestEvent): event is Told =>
  isResult(event) ||
  event.type === 'test:start' ||
  event.type === 'test:diagnostic' ||
  event.type === 'test:stdout' ||
  event.type === 'test:stderr';

/** Why `node:test` failed a test: what the test threw, or what kept it from its end. */
export const failureTypeOf = ({ data }: Of<'test:fail'>): unknown =>
  'failureType' in data.details.error ? data.details.error.failureType : undefined;
