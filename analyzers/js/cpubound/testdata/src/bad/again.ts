// Called again by a timer, but each time for all of it.
export function watch(samples: Float64Array) {
  let rounds = 0;
  const next = () => {
    for (let i = 0; i < samples.length; i++) for (let j = 0; j < samples.length; j++) samples[i] += samples[j]; // want "the loop while `i < samples.length` in this timer callback"
    rounds += 1;
    setTimeout(next, 30);
  };
  setTimeout(next, 30);
}
