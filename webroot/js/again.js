// What is tried once more where the network fails in the middle. A browser ends all requests that are under way when an address of its
// machine comes or goes: another network, a tunnel, a container. A moment later all is well.

const WAITS_MILLIS = [200, 500, 1000];

/** Completes as `act` does, at last; so only for what may be done twice. What somebody ended, or took too long, is not tried again. */
export async function again(act) {
  for (const wait of WAITS_MILLIS) {
    try {
      return await act();
    } catch (problem) {
      if (problem.name === 'AbortError' || problem.name === 'TimeoutError') throw problem;
      await new Promise(over => { setTimeout(over, wait); });
    }
  }
  return act();
}
