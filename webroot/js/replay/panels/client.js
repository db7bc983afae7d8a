// What one client could know at the cursor, where the page is seen by one.

import { html } from '../../html.js';
import { duration, keyName } from '../../format.js';
import { Panel, Table } from '../../panels/parts.js';
import { requestsBy } from '../client-view.js';
import { client, clients, cursor, here } from '../session.js';
import { At } from './moment.js';

const SHOWN = 30;

export function Client() {
  if (client.value === '') return null;
  const asked = requestsBy(clients.value.get(client.value) ?? [], cursor.value);
  return html`
    <${Panel} id="client" wide title=${`What ${client.value} knows`} lead="Its requests, and what it was told. Of nodes and copies it is told nothing: that is not known, and not down.">
      <${Table} label="Requests and answers, newest first" columns=${['At', 'Key', 'Asked', 'Told, with its context', 'It holds', 'Age']}
        rows=${asked.filter(({ holds }, i) => holds || i < SHOWN).map(({ line, bucket, key, asks, end, holds }) => [
    html`<${At} line=${line} />`, keyName(bucket, key), asks, end ? end.says : 'waits', holds ? 'this' : '', end ? duration((here.value.at - end.at) / 1000) : '–'])} />
    <//>`;
}
