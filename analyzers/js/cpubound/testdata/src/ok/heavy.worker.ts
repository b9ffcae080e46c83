self.onmessage = async (e: MessageEvent) => {
  const samples: number[] = e.data;
  self.postMessage(samples.map((s) => samples.filter((x) => x < s).length));
};
