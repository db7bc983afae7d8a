// The first script of each page fetches its main one, which the page names, and all that belongs to that; again if need be. It imports
// nothing: it is all that nobody asks for again.

const WAITS_MILLIS = [200, 500, 1000, 0];

const arriving = document.querySelector('.arriving');
const main = new URL(document.getElementById('app').dataset.main, document.baseURI);
const plain = [...document.querySelectorAll('link[rel=stylesheet]')].filter(link => !hasStyles(link));
Promise.all([fetched(() => import(main)), ...plain.map(link => fetched(styling(link)))]).then(() => arriving.remove(), problem => {
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

/** One that did not come has no sheet, or one that may not be read. */
function hasStyles({ sheet }) {
  try {
    return sheet.cssRules.length > 0;
  } catch {
    return false;
  }
}

/** In the same place, as what comes later counts more. */
function styling(link) {
  return () => new Promise((come, failed) => {
    const copy = link.cloneNode();
    copy.onload = come;
    copy.onerror = () => failed(new Error(`there is no ${copy.href}`));
    link.replaceWith(copy);
    link = copy;
  });
}
