/** No bare text as output: moto gives it without its quotes. */
export const end = (Output: unknown) => ({ Type: 'Pass', Output, End: true });

/** A branch of one state. */
export const branch = (name: string, state: Record<string, unknown>) => ({
  StartAt: name,
  States: { [name]: state },
});
