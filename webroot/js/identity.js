// What tells nodes apart: a letter or short name, a shape and a colour, each enough without the others for a few nodes.

export const COLOURS = 8;
export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'hexagon', 'pentagon', 'star', 'drop', 'cross'];

/** Orders n2 before n10. */
export const byName = new Intl.Collator('en', { numeric: true }).compare;

/** The look of a member. Nine shapes and eight colours repeat together only after 72 nodes. */
export function identityOf(node, members) {
  const index = Math.max(0, [...members].sort(byName).indexOf(node));
  return {
    node,
    index,
    label: node.length <= 3 ? node : letterOf(index),
    shape: SHAPES[index % SHAPES.length],
    colour: index % COLOURS,
  };
}

function letterOf(index) {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letter + Math.floor(index / 26);
}

/** The outline of a shape of radius `r` about the origin, as an SVG path. */
export function outline(shape, r) {
  switch (shape) {
    case 'square': return polygon(4, r * 1.18, 45);
    case 'triangle': return polygon(3, r * 1.38, 0);
    case 'diamond': return polygon(4, r * 1.28, 0);
    case 'hexagon': return polygon(6, r * 1.1, 30);
    case 'pentagon': return polygon(5, r * 1.16, 0);
    case 'star': return star(r * 1.32, r * 0.82);
    case 'drop': return `M0 ${n(-r * 1.45)}L${n(r * 0.87)} ${n(-r * 0.5)}A${r} ${r} 0 1 1 ${n(-r * 0.87)} ${n(-r * 0.5)}Z`;
    case 'cross': return cross(r * 1.08, r * 0.62);
    default: return `M0 ${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}Z`;
  }
}

function polygon(corners, r, turnDegrees) {
  return path(Array.from({ length: corners }, (_, i) => polar(r, turnDegrees + (i * 360) / corners)));
}

function star(outer, inner) {
  return path(Array.from({ length: 12 }, (_, i) => polar(i % 2 ? inner : outer, i * 30)));
}

function cross(a, b) {
  return path([[-b, -a], [b, -a], [b, -b], [a, -b], [a, b], [b, b], [b, a], [-b, a], [-b, b], [-a, b], [-a, -b], [-b, -b]]);
}

/** The point at a distance and an angle in degrees, clockwise from the top. */
export function polar(r, degrees) {
  const angle = (degrees - 90) * (Math.PI / 180);
  return [r * Math.cos(angle), r * Math.sin(angle)];
}

function path(points) {
  return points.map(([x, y], i) => `${i ? 'L' : 'M'}${n(x)} ${n(y)}`).join('') + 'Z';
}

function n(value) {
  return Math.round(value * 100) / 100;
}
