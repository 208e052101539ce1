import { innerBranches } from './inner-branches.ts';
import type { Branch, State } from './machine.ts';

/** Says which states lead nowhere, in the branch and in the branches inside it. */
export function brokenTransitions(branch: Branch): string[] {
  const missing = (from: string, to: string) =>
    Object.hasOwn(branch.States, to) ? [] : [`${from}: there is no state ${to}`];
  return [
    ...missing('StartAt', branch.StartAt),
    ...Object.entries(branch.States).flatMap(([name, state]) => [
      ...endless(name, state),
      ...targets(state).flatMap((target) => missing(name, target)),
      ...innerBranches(state).flatMap(brokenTransitions),
    ]),
  ];
}

function endless(name: string, state: State): string[] {
  if (!('Next' in state || 'End' in state))
    return hasFlow(state) ? [`${name}: neither Next nor End`] : [];
  return 'Next' in state && 'End' in state ? [`${name}: both Next and End`] : [];
}

const hasFlow = ({ Type }: State) => Type !== 'Choice' && Type !== 'Succeed' && Type !== 'Fail';

function targets(state: State): string[] {
  const own = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  const caught = 'Catch' in state ? state.Catch.map(({ Next }) => Next) : [];
  if (state.Type !== 'Choice') return [...own, ...caught];
  return [...state.Choices.map(({ Next }) => Next), ...(state.Default ? [state.Default] : [])];
}
