// What the first script of a page does: it fetches all that the page is made of, and says so if that does not come.

import { again } from './again.js';

/** `part` imports all scripts. Style sheets that did not come are fetched as well. A saved page has come as a whole. */
export function load(part) {
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) if (!link.sheet) again(styling(link)).catch(() => {});
  const arriving = document.querySelector('.arriving');
  again(part).then(() => arriving?.remove(), problem => {
    if (!arriving) throw problem;
    arriving.setAttribute('role', 'alert');
    arriving.textContent = `This page has not arrived as a whole: ${problem.message}. Is the server still there? Reload the page.`;
  });
}

/** In the same place, as what comes later counts more. */
function styling(link) {
  return () => new Promise((come, failed) => {
    const copy = link.cloneNode();
    copy.onload = come;
    copy.onerror = () => failed(new Error(copy.href));
    link.replaceWith(copy);
    link = copy;
  });
}
