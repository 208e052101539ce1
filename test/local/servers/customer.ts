import { population } from '../../../local/people/population.ts';
import { groupStore } from '../../../local/servers/export/groups.ts';
import { accounts } from '../../../local/servers/one-up/accounts.ts';

/** A clock that a test advances. */
function movedClock(start: string) {
  let now = new Date(start);
  return {
    now: () => now,
    pass(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
}

/** The options of a server, for a customer with twenty patients. */
export function aCustomer({ tokenSeconds = 7200 } = {}) {
  const epoch = new Date('2026-01-01T00:00:00Z');
  const clock = movedClock('2026-01-01T01:00:00Z');
  return {
    clock,
    population: population({ seed: 7, people: 20, epoch, visitsPerMinute: 2 }),
    groups: groupStore(),
    accounts: accounts({
      clock,
      client: { id: 'test-client', secret: 'test-word' },
      tokenSeconds,
      refreshToken: 'first-refresh-word',
    }),
  };
}

/** The headers of the customer's client. */
export const clientHeaders = {
  client_id: 'test-client',
  client_secret: 'test-word',
  'x-oneup-user-id': 'client',
};
