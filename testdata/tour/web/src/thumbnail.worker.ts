/// <reference lib="webworker" />

self.onmessage = async (event: MessageEvent<ArrayBuffer>) => {
  const bitmap = await createImageBitmap(new Blob([event.data]));
  const canvas = new OffscreenCanvas(128, 128);
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0, 128, 128);
  const pixels = canvas.getContext("2d")!.getImageData(0, 0, 128, 128);
  for (let i = 0; i < pixels.data.length; i += 4) {
    // Blocking is the point here: nobody waits for this thread's event loop.
    pixels.data[i] = 255 - pixels.data[i];
  }
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
  self.postMessage(await canvas.convertToBlob());
};
