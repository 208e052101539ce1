import type { Executions } from '../../lambdas/workflow/executions.ts';
import type { LiveDisplay } from '../display/display.ts';
import type { Laptop } from '../laptop/laptop.ts';
import { exportResult } from './export-result.ts';
import { watchProgress } from './watch-progress.ts';

/** The laptop's executions, each of which is shown from its start to its end. */
export function showStarted(laptop: Laptop, display: Pick<LiveDisplay, 'show'>): Executions {
  const { collaborators } = laptop;
  const { executions, storage } = collaborators;
  const follow = async (exportId: string, source: string) => {
    const show: LiveDisplay['show'] = (event) => display.show(event);
    const watch = watchProgress(exportId, source, show, collaborators);
    const unwatch = laptop.watch(exportId, watch);
    const execution = await laptop.finished(exportId);
    watch.onEnded(await exportResult({ exportId, source }, execution, storage));
    unwatch();
  };
  return {
    ...executions,
    async start(exportId, input) {
      await executions.start(exportId, input);
      follow(exportId, input.source).catch(() => {});
    },
  };
}
