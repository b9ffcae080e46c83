self.onmessage = (e) => {
  const document = e.data.parsed;
  const alert = (x: string) => self.postMessage(x);
  alert(document.title);
};
