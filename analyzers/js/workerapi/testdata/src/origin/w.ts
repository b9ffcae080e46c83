self.onmessage = () => {
  self.postMessage(1, "*"); // want "not the origin"
  postMessage(1);
};
