type Verbs = Record<string, unknown>;

/**
 * A Lambda's life that ends at the n-th call of any collaborator: before the call has its effect, or
 * after it. From then on nothing gets through. Wraps each collaborator of the same life.
 */
export function killedAt(n: number, when: 'before' | 'after') {
  let calls = 0;
  const killed = () => Promise.reject(new Error(`killed ${when} call ${n}`));
  return <Collaborator extends Verbs>(collaborator: Collaborator): Collaborator =>
    new Proxy(collaborator, {
      get(target, name, receiver) {
        const verb: unknown = Reflect.get(target, name, receiver);
        if (typeof verb !== 'function') return verb;
        return (...args: unknown[]) => {
          calls += 1;
          if (calls > n || (calls === n && when === 'before')) return dead(killed, name);
          const result: unknown = verb.apply(target, args);
          return calls === n ? after(result, killed) : result;
        };
      },
    });
}

/** A listing is no promise: it dies where it is first read. */
const dead = (killed: () => Promise<never>, name: string | symbol) =>
  name === 'list' ? listing(killed) : killed();

const after = (result: unknown, killed: () => Promise<never>) =>
  result instanceof Promise ? result.then(killed) : listing(killed);

async function* listing(killed: () => Promise<never>) {
  yield await killed();
}
