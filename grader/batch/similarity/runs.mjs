// Runs of equal hashes in two lists, whose elements are {hash, index} by rising index. A run has no gap in its indices.
//
// A suffix automaton of one list reads the other. It takes time in proportion to the lists: comparing each
// element with each takes minutes for two files that repeat themselves.

const isGap = (list, i) => i > 0 && list[i].index !== list[i - 1].index + 1;

// Returns for each element of `right` the length of the longest run that ends there and is in `left` too.
export function commonRuns(left, right) {
  const next = [new Map()];
  const link = [-1];
  const length = [0];
  let last = 0;

  const add = (hash) => {
    const state = next.length;
    next.push(new Map());
    link.push(0);
    length.push(length[last] + 1);
    let at = last;
    for (; at >= 0 && !next[at].has(hash); at = link[at]) next[at].set(hash, state);
    if (at >= 0) {
      const target = next[at].get(hash);
      if (length[target] === length[at] + 1) {
        link[state] = target;
      } else {
        const copy = next.length;
        next.push(new Map(next[target]));
        link.push(link[target]);
        length.push(length[at] + 1);
        for (; at >= 0 && next[at].get(hash) === target; at = link[at]) next[at].set(hash, copy);
        link[target] = link[state] = copy;
      }
    }
    last = state;
  };

  left.forEach(({ hash }, i) => {
    if (isGap(left, i)) add(`gap ${i}`);  // equals nothing
    add(hash);
  });

  let state = 0;
  let run = 0;
  return right.map(({ hash }, i) => {
    if (isGap(right, i)) [state, run] = [0, 0];
    while (state !== 0 && !next[state].has(hash)) {
      state = link[state];
      run = length[state];
    }
    if (next[state].has(hash)) {
      state = next[state].get(hash);
      run += 1;
    }
    return run;
  });
}

// Returns the places in `list` at which this run begins.
function placesOf(run, list) {
  const back = [0];  // Knuth, Morris and Pratt: the length of the longest start of the run that ends at each of its elements
  const next = (matched, hash) => {
    while (matched > 0 && (matched === run.length || run[matched].hash !== hash)) matched = back[matched - 1];
    return run[matched].hash === hash ? matched + 1 : 0;
  };
  for (let i = 1; i < run.length; ++i) back.push(next(back[i - 1], run[i].hash));
  const places = [];
  let matched = 0;
  list.forEach(({ hash }, i) => {
    matched = next(isGap(list, i) ? 0 : matched, hash);
    if (matched === run.length) places.push(i - run.length + 1);
  });
  return places;
}

// Returns the longest runs that both lists have, `most` of them at most and none overlapping another in `left`, as {left, right, length}: the
// places at which a run begins. Of several places in `right` it is the one nearest to the run's own: a copy has it there.
export function longestRuns(left, right, most) {
  const lengths = commonRuns(right, left);
  const ends = lengths.map((_, i) => i).filter((i) => lengths[i] > 0 && !(lengths[i + 1] > lengths[i]));
  const runs = [];
  // Returns what the runs before leave of the run that ends here.
  const rest = (end) => {
    let [first, last] = [end - lengths[end] + 1, end];
    for (const run of runs) {
      if (run.left + run.length <= first || run.left > last) continue;
      if (run.left > first) last = run.left - 1;
      else first = run.left + run.length;
    }
    return { first, length: Math.max(0, last - first + 1) };
  };
  while (runs.length < most) {
    const { first, length } = ends.map(rest).reduce((best, each) => (each.length > best.length ? each : best), { first: 0, length: 0 });
    if (length === 0) break;
    const away = (place) => Math.abs(right[place].index - left[first].index);
    const places = placesOf(left.slice(first, first + length), right);
    runs.push({ left: first, right: places.reduce((best, each) => (away(each) < away(best) ? each : best)), length });
  }
  return runs;
}
