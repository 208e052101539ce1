type Methods = Record<string, unknown>;

/**
 * Kills a Lambda at the n-th call of any collaborator, before or after the call has its effect: from then on
 * every call fails. The result wraps each collaborator of that Lambda.
 */
export function killedAt(n: number, when: 'before' | 'after') {
  let calls = 0;
  const killed = () => Promise.reject(new Error(`killed ${when} call ${n}`));
  return <Collaborator extends Methods>(collaborator: Collaborator): Collaborator =>
    new Proxy(collaborator, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          calls += 1;
          if (calls > n || (calls === n && when === 'before')) return dead(killed, name);
          const result: unknown = method.apply(target, args);
          return calls === n ? after(result, killed) : result;
        };
      },
    });
}

/** A listing is not a promise: it fails at its first item. */
const dead = (killed: () => Promise<never>, name: string | symbol) =>
  name === 'list' ? listing(killed) : killed();

const after = (result: unknown, killed: () => Promise<never>) =>
  result instanceof Promise ? result.then(killed) : listing(killed);

async function* listing(killed: () => Promise<never>) {
  yield await killed();
}
