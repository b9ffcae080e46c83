self.onmessage = () => {
  postMessage(new Float32Array(8)); // want "owner, new Float32Array\\(8\\) is a typed array"
  self.postMessage(1); // want "owner, 1 is a value"
};
