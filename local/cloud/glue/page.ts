/** One page of a list, from where `NextToken` says; the token of the next page if there is one. */
export function page<Item>(items: Item[], mostItems: number, token: string | undefined) {
  const start = Number(token ?? 0);
  const end = start + mostItems;
  const next = end < items.length ? { NextToken: String(end) } : {};
  return { items: items.slice(start, end), next };
}
