// The first script of each page fetches its main one, which the page names, and all that belongs to that; again if need be. It imports
// nothing: it is all that nobody asks for again.

const WAITS_MILLIS = [200, 500, 1000, 0];

const arriving = document.querySelector('.arriving');
for (const link of document.querySelectorAll('link[rel=stylesheet]')) if (!link.sheet) fetched(styling(link)).catch(() => {});
const main = new URL(document.getElementById('app').dataset.main, document.baseURI);
fetched(() => import(main)).then(() => arriving.remove(), problem => {
  arriving.setAttribute('role', 'alert');
  arriving.textContent = `This page has not arrived as a whole: ${problem.message}. Is the server still there? Reload the page.`;
});

/** As `again.js` does it. */
async function fetched(part) {
  for (const wait of WAITS_MILLIS) {
    try {
      return await part();
    } catch (problem) {
      if (wait === 0) throw problem;
      await new Promise(over => { setTimeout(over, wait); });
    }
  }
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
