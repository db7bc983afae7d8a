// Who is in the cluster that the page shows, so that everybody has one look in every panel.

import { computed, signal } from './html.js';
import { identityOf } from './identity.js';

export const members = signal([]);

const looks = computed(() => new Map(members.value.map(node => [node, identityOf(node, members.value)])));

export const identity = node => looks.value.get(node) ?? identityOf(node, members.value);
