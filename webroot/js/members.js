// Who is in the cluster that the page shows, so that everybody has one look in every panel.

import { signal } from './html.js';
import { identityOf } from './identity.js';

export const members = signal([]);

export const identity = node => identityOf(node, members.value);
