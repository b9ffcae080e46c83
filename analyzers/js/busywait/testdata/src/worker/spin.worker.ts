self.onmessage = (e: MessageEvent) => {
  const end = Date.now() + e.data;
  while (Date.now() < end) {}
  self.postMessage(1);
};
