// What leaves the page as a file: how it is offered, what it is called, and tables for spreadsheets.

/** Offers a file to be saved. Nothing leaves the page. */
export function download(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** What a file is called that shows the run of this name. */
export function nameOf(run, ending) {
  return `${run.replace(/\.(jsonl|json|txt|html)$/, '').replace(/[^\w.-]+/g, '-')}${ending}`;
}

/** Rows of cells beneath titles as CSV (RFC 4180, with plain line feeds); what is not known is empty. */
export function csv(titles, rows) {
  return [titles, ...rows].map(cells => `${cells.map(cell).join(',')}\n`).join('');
}

function cell(value) {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
