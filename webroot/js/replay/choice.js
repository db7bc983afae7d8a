// Which fault is chosen to be next, of a live cluster or as a branch, by list or on the ring.

import { signal } from '../html.js';
import { USUAL } from './faults.js';

export const choice = signal(USUAL);
