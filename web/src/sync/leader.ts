/** One tab of a browser leads: it alone speaks with the server for a local database. */

/** The channel on which tabs ask the leader for a round. */
export const channelOf = (owner: string): string => `holdfast-sync-${owner}`;

/**
 * Runs `work` while this tab leads. Where the browser has no locks (plain http on a name that isn't localhost) every tab leads: that costs requests and
 * nothing else, since mutations carry ids and pages are applied against the cursor that they were asked with.
 */
export async function lead(owner: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return work();
  try {
    await locks.request(channelOf(owner), { signal }, work);
  } catch (e) {
    if (!signal.aborted) throw e;
  }
}
