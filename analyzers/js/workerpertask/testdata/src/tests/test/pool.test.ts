export async function measure(files: string[]) {
  for (const f of files) {
    const w = new Worker("/w.js");
    w.postMessage(f);
    w.terminate();
  }
}
