// What none of these numbers promises.

import { html } from '../../html.js';
import { Panel } from '../../panels/parts.js';

export function Promises() {
  return html`
    <${Panel} id="promises" wide title="What this does not promise">
      <ul class="sentences">
        <li><strong>R + W > N is not linearizability.</strong> It says that a read that begins after a write was acknowledged meets it. Two reads while a write is under way may see the new value first and the old one after; a write that failed may still appear; two writers who did not see each other leave siblings.</li>
        <li><strong>A sloppy quorum gives up even that.</strong> Here an owner that is silent is replaced by a fallback, which keeps a hint. W fallbacks and R owners need have nobody in common: the write is safe, and a read may miss it until hints are home. Only <code>pr</code> and <code>pw</code>, which count owners alone, make quorums strict, at the price of refusals.</li>
        <li><strong>The model knows no failures.</strong> No loss, no cut, no crash, and nothing that mends: read repair, hints and trees are switched off in these runs, so that they measure what the model describes. A version exists before it is written, since the model has no step that numbers it: a real write first goes to an owner and back.</li>
        <li><strong>A percentage is about many reads.</strong> It never says that yours is current. Delays are drawn for each message by itself; a slow disk or a full network makes many of them slow at once.</li>
      </ul>
    <//>`;
}
