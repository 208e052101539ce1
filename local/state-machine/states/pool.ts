type Width = { concurrency: number; signal: AbortSignal };

/**
 * Works on items in their order, at most `concurrency` at a time, until all are done or the signal
 * aborts: then nothing new begins. Resolves when what has begun has ended.
 */
export async function pool<Item>(
  items: readonly Item[],
  { concurrency, signal }: Width,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (signal.aborted) return;
      await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(items.length, concurrency) }, worker));
}
