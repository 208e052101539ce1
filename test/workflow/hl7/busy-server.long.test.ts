import { test } from 'node:test';
import { exportFromEverBusy } from './ever-busy.ts';

test('a server that asks to wait again and again for six hours ends the export at its deadline (D21, F6)', () =>
  exportFromEverBusy({
    ...{ deadlineHours: 6, retryAfterSeconds: 5 },
    ...{ name: 'DeadlineExceeded', endsAfterHours: 6 },
  }));
