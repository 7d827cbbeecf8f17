// longestCommonRun(left, right): the length of the longest run of equal hashes in both lists, whose elements are
// {hash, index} by rising index. A run has no gap in its indices.
//
// A suffix automaton of one list reads the other. It takes time in proportion to the lists: comparing each
// element with each takes minutes for two files that repeat themselves.
export function longestCommonRun(left, right) {
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

  left.forEach(({ hash, index }, i) => {
    if (i > 0 && index !== left[i - 1].index + 1) add(`gap ${i}`);  // equals nothing
    add(hash);
  });

  let longest = 0;
  let state = 0;
  let run = 0;
  right.forEach(({ hash, index }, i) => {
    if (i > 0 && index !== right[i - 1].index + 1) [state, run] = [0, 0];
    while (state !== 0 && !next[state].has(hash)) {
      state = link[state];
      run = length[state];
    }
    if (next[state].has(hash)) {
      state = next[state].get(hash);
      run += 1;
      longest = Math.max(longest, run);
    }
  });
  return longest;
}
