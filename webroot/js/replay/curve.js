// Lines over time as the path data of a picture: what a chart draws, without drawing it.

/** A round number that is at least `most`: 1, 2 or 5 times a power of ten. */
export function roundUp(most) {
  if (!(most > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= most * (1 - 1e-9));
}

/** Path data of one value a row, at the middle of each; a row without one leaves a gap, and one alone is a dot. */
export function curve(rows, name, { width, height, top }) {
  let drawn = '';
  let open = false;
  rows.forEach((row, i) => {
    const value = row[name];
    if (value === null || value === undefined) {
      open = false;
      return;
    }
    const x = round(((i + 0.5) / rows.length) * width);
    const y = round(height - (Math.min(value, top) / top) * height);
    drawn += open ? `L${x} ${y}` : `M${x} ${y}h0`;
    open = true;
  });
  return drawn;
}

function round(number) {
  return Math.round(number * 10) / 10;
}
