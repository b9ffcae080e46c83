import zlib from "node:zlib";
import { promisify } from "node:util";

const gzip = promisify(zlib.gzip);

// The twin is called only where the branch with the blocking call is not taken.
export class Packer {
  constructor(private options: { native: boolean }, private other: (x: Buffer) => Buffer) {}

  async pack(x: Buffer): Promise<Buffer> {
    if (this.options.native) {
      return await gzip(x);
    }
    return this.packSync(x);
  }

  packSync(x: Buffer): Buffer {
    if (this.options.native) {
      return zlib.gzipSync(x);
    }
    return this.other(x);
  }
}

export class Chooser {
  constructor(private options: { native: boolean; level: number }, private other: (x: Buffer) => Buffer) {}

  async pack(x: Buffer): Promise<Buffer> {
    let out: Buffer;
    if (this.options.native) out = await gzip(x);
    else out = this.packSync(x);
    return out;
  }

  packSync(x: Buffer): Buffer {
    if (this.options.native) return zlib.gzipSync(x);
    return this.other(x);
  }
}

// Another condition, or a branch that does not leave.
export class Careless {
  constructor(private options: { native: boolean; level: number }, private other: (x: Buffer) => Buffer) {}

  async pack(x: Buffer): Promise<Buffer> {
    if (this.options.level > 3) {
      return await gzip(x);
    }
    return this.packSync(x);
  }

  packSync(x: Buffer): Buffer {
    if (this.options.native) {
      return zlib.gzipSync(x); // want `zlib.gzipSync.*holds the event loop`
    }
    return this.other(x);
  }
}
