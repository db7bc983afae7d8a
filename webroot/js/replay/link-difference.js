// In words, what a link was made of and what is shown instead. Each is { build, hash }; null is not known.

/** A sentence on the builds, and one on whether the runs are the same. */
export function differenceOf(link, shown) {
  return { builds: buildsOf(link.build, shown.build), runs: runsOf(link.hash, shown.hash) };
}

function buildsOf(link, shown) {
  if (link === null) return 'This link names no build.';
  return link === shown ? `This link was made in the same build, ${link}.` : `This link was made in build ${link}; this is build ${shown ?? 'unknown'}.`;
}

function runsOf(link, shown) {
  if (link === null || shown === null) return `Whether the run is the same cannot be told, since ${link === null ? 'the link' : 'the log that is shown'} names no hash.`;
  if (link === shown) return `The run is the same nevertheless: its hash is ${link}.`;
  return `It is another run: the link’s has the hash ${link}, this one ${shown}. What the link was to show may not be here.`;
}
