// What to say of a member, from what this page's server believes and from whether it could be asked.

export const STATUSES = ['alive', 'suspect', 'dead', 'unobserved'];

/** One of STATUSES. A node thought alive that gave no answer was merely not observed; that is no verdict of the cluster. */
export function statusOf({ status, reachable }) {
  if (!STATUSES.includes(status)) return 'unobserved';
  return status === 'alive' && !reachable ? 'unobserved' : status;
}

/** True if it should be drawn as away. */
export function isAway(node) {
  return !node.reachable || node.status === 'dead' || node.status === 'suspect';
}
