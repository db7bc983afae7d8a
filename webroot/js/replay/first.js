import { load } from '../loader.js';

load(() => import('./main.js'));
