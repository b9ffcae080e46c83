// Cut into pieces already, each called by a timer.
export function parseLater(samples: Float64Array, parse: (from: number, to: number) => void) {
  let row = 0;
  let chunkRows = 500;
  const next = () => {
    for (let i = row; i < row + samples.length; i++) for (let j = 0; j < samples.length; j++) samples[i] += samples[j];
    row += chunkRows;
    if (chunkRows < 100_000) chunkRows *= 2;
    if (row < samples.length) setTimeout(next, 30);
  };
  setTimeout(next, 30);
}
