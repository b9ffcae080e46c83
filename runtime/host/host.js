// The world a snippet sees: an event loop with virtual time, and stubs.
// Runs in goja and in node; uses nothing but the language.
(function (global) {
  "use strict";
  const define = (name, value) =>
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });

  // ---- The event loop: a heap of tasks ordered by due time, then by age.
  const heap = [];
  let now = 0, age = 0, polls = 0, polled = 0, ids = 0, spawned = 0;
  const live = new Map();
  const maxTasks = 100000;
  const before = (a, b) => a.due < b.due || (a.due === b.due && a.age < b.age);

  function push(task) {
    if (++spawned > maxTasks) throw new RangeError("asynclint: too many tasks");
    let i = heap.length;
    heap.push(task);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (before(heap[up], task)) break;
      heap[i] = heap[up];
      i = up;
    }
    heap[i] = task;
  }

  function pop() {
    const top = heap[0], last = heap.pop();
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let kid = 2 * i + 1;
        if (kid >= heap.length) break;
        if (kid + 1 < heap.length && before(heap[kid + 1], heap[kid])) kid++;
        if (before(last, heap[kid])) break;
        heap[i] = heap[kid];
        i = kid;
      }
      heap[i] = last;
    }
    return top;
  }

  function task(delay, run, kind) {
    const t = { due: now + Math.max(0, +delay || 0), age: age++, run, kind, id: ++ids, dead: false, every: 0 };
    live.set(t.id, t);
    push(t);
    return t;
  }

  // io is a promise that settles in a later macrotask, as real I/O does.
  function io(value) {
    return new Promise((resolve) => task(1, () => resolve(value), "io"));
  }

  // The clock moves when it is asked: slowly at first, so that a measurement
  // inside the snippet costs nothing, then faster, so that a busy loop ends.
  function clock() {
    polls++;
    const by = polls < 1000 ? 0.0005 : 0.01 * Math.pow(1.002, Math.min(polls - 1000, 8000));
    now += by;
    if (polls >= 1000) polled += by;
    return now;
  }

  const host = {
    io, task,
    step() {
      for (;;) {
        if (heap.length === 0) return false;
        const t = pop();
        if (t.dead) continue;
        if (t.every > 0) { t.due += t.every; t.age = age++; push(t); } else live.delete(t.id);
        if (t.due > now) now = t.due;
        try { t.run(); } catch (e) { host.error(e); }
        return true;
      }
    },
    // call runs f as the first macrotask of a run.
    reset() { heap.length = 0; live.clear(); spawned = 0; polls = 0; polled = 0; host.errors.length = 0; host.stubCalls = 0; host.forwarded = 0; host.handed = 0; random = 42; },
    slice() { polls = 0; polled = 0; },
    polled() { return polled; },
    pending() { return heap.length; },
    errors: [],
    error(e) { if (host.errors.length < 8) host.errors.push(e); },
    stubCalls: 0,
    forwarded: 0, // reads, calls and constructions of what stands for modules and globals
    handed: 0, // calls of stubs with so much data that their own cost would matter
    used: new Set(),
    use(name) { host.used.add(name); },
  };
  define("__asynclint_host", host);

  // ---- Timers and the clock.
  const timer = (delay, f, args, every) => {
    const t = task(delay, () => (typeof f === "function" ? f(...args) : undefined), "timer");
    if (every) t.every = Math.max(1, +delay || 0);
    return t.id;
  };
  const clear = (id) => {
    if (id && typeof id === "object") id = id.id;
    const t = live.get(id);
    if (t) { t.dead = true; live.delete(id); }
  };
  const handle = (id) => ({ id, unref() { return this; }, ref() { return this; }, hasRef: () => true, refresh() { return this; }, [Symbol.toPrimitive]: () => id });
  define("setTimeout", (f, ms, ...args) => handle(timer(ms, f, args, false)));
  define("setInterval", (f, ms, ...args) => handle(timer(ms, f, args, true)));
  define("setImmediate", (f, ...args) => handle(timer(0, f, args, false)));
  for (const n of ["clearTimeout", "clearInterval", "clearImmediate", "cancelAnimationFrame", "cancelIdleCallback"]) define(n, clear);
  define("requestAnimationFrame", (f) => timer(16, () => f(now), [], false));
  define("requestIdleCallback", (f) => timer(16, () => f({ didTimeout: false, timeRemaining: () => 10 }), [], false));
  define("queueMicrotask", (f) => { Promise.resolve().then(f).catch(host.error); });
  const epoch = 1700000000000;
  const RealDate = Date;
  class VirtualDate extends RealDate {
    constructor(...a) { if (a.length === 0) super(Math.floor(epoch + clock())); else super(...a); }
    static now() { return Math.floor(epoch + clock()); }
  }
  define("Date", VirtualDate);
  define("performance", {
    now: clock, timeOrigin: epoch, mark: () => ({}), measure: () => ({ duration: 0 }), clearMarks() {}, clearMeasures() {},
    getEntriesByName: () => [], getEntriesByType: () => [],
  });
  let random = 42;
  Math.random = () => {
    random = (random * 1664525 + 1013904223) >>> 0;
    return random / 4294967296;
  };
  define("scheduler", {
    yield: () => io(undefined), wait: (ms) => new Promise((r) => task(ms, r, "timer")),
    postTask: (f) => new Promise((res, rej) => task(0, () => { try { res(f()); } catch (e) { rej(e); } }, "task")),
  });

  // ---- Events, messages, workers.
  class Event { constructor(type, init) { this.type = type; Object.assign(this, init); this.defaultPrevented = false; } preventDefault() { this.defaultPrevented = true; } stopPropagation() {} stopImmediatePropagation() {} }
  class CustomEvent extends Event {}
  class EventTarget {
    addEventListener(type, f) { const m = this.__l || (this.__l = {}); (m[type] || (m[type] = [])).push(f); }
    removeEventListener(type, f) { const l = this.__l && this.__l[type]; if (l && l.includes(f)) l.splice(l.indexOf(f), 1); }
    dispatchEvent(e) {
      const on = this["on" + e.type];
      if (typeof on === "function") on.call(this, e);
      for (const f of ((this.__l && this.__l[e.type]) || []).slice()) typeof f === "function" ? f.call(this, e) : f && f.handleEvent && f.handleEvent(e);
      return true;
    }
    on(type, f) { this.addEventListener(type, (e) => f("data" in e ? e.data : e)); return this; }
    once(type, f) { return this.on(type, f); }
    off() { return this; }
  }
  class MessagePort extends EventTarget {
    postMessage(data) { const to = this.peer; task(0, () => to && to.dispatchEvent(new Event("message", { data })), "message"); }
    start() {} close() {} unref() {} ref() {}
  }
  class MessageChannel { constructor() { this.port1 = new MessagePort(); this.port2 = new MessagePort(); this.port1.peer = this.port2; this.port2.peer = this.port1; } }
  // A worker works elsewhere: its answer arrives in a later macrotask.
  class Worker extends EventTarget {
    constructor() { super(); host.use("Worker"); }
    postMessage() {
      host.stubCalls++;
      task(5, () => this.dispatchEvent(new Event("message", { data: global.__asynclint_stubValue ? global.__asynclint_stubValue("Worker.message") : {} })), "message");
    }
    terminate() { return io(0); }
    unref() {} ref() {}
  }
  class AbortSignal extends EventTarget {
    constructor() { super(); this.aborted = false; this.reason = undefined; }
    throwIfAborted() { if (this.aborted) throw this.reason; }
    static timeout() { return new AbortSignal(); }
    static any() { return new AbortSignal(); }
    static abort() { const s = new AbortSignal(); s.aborted = true; return s; }
  }
  class AbortController {
    constructor() { this.signal = new AbortSignal(); }
    abort(reason) { const s = this.signal; if (s.aborted) return; s.aborted = true; s.reason = reason || new Error("aborted"); s.dispatchEvent(new Event("abort")); }
  }
  Object.entries({ Event, CustomEvent, EventTarget, MessagePort, MessageChannel, Worker, SharedWorker: Worker, AbortSignal, AbortController })
    .forEach(([k, v]) => define(k, v));
  const globalEvents = new EventTarget();
  for (const n of ["addEventListener", "removeEventListener", "dispatchEvent"]) define(n, (...a) => globalEvents[n](...a));
  define("postMessage", () => {});

  // ---- Text, bytes, addresses.
  class TextEncoder {
    encode(s) {
      const e = unescape(encodeURIComponent(String(s === undefined ? "" : s))), out = new Uint8Array(e.length);
      for (let i = 0; i < e.length; i++) out[i] = e.charCodeAt(i);
      return out;
    }
    encodeInto(s, to) { const b = this.encode(s).subarray(0, to.length); to.set(b); return { read: b.length, written: b.length }; }
  }
  class TextDecoder {
    decode(b) {
      if (!b) return "";
      const u = b instanceof Uint8Array ? b : new Uint8Array(b.buffer || b);
      let s = "";
      for (let i = 0; i < u.length; i += 4096) s += String.fromCharCode.apply(null, u.subarray(i, i + 4096));
      try { return decodeURIComponent(escape(s)); } catch (e) { return s; }
    }
  }
  class URLSearchParams {
    constructor(init) {
      this.m = [];
      if (typeof init === "string") for (const p of init.replace(/^\?/, "").split("&")) if (p) { const i = p.indexOf("="); this.m.push(i < 0 ? [p, ""] : [p.slice(0, i), p.slice(i + 1)]); }
      else if (init && typeof init === "object") for (const k of Object.keys(init)) this.m.push([k, String(init[k])]);
    }
    get(k) { const e = this.m.find((x) => x[0] === k); return e ? e[1] : null; }
    getAll(k) { return this.m.filter((x) => x[0] === k).map((x) => x[1]); }
    has(k) { return this.m.some((x) => x[0] === k); }
    set(k, v) { this.delete(k); this.append(k, v); }
    append(k, v) { this.m.push([k, String(v)]); }
    delete(k) { this.m = this.m.filter((x) => x[0] !== k); }
    forEach(f) { this.m.forEach((x) => f(x[1], x[0], this)); }
    keys() { return this.m.map((x) => x[0])[Symbol.iterator](); }
    values() { return this.m.map((x) => x[1])[Symbol.iterator](); }
    entries() { return this.m[Symbol.iterator](); }
    [Symbol.iterator]() { return this.m[Symbol.iterator](); }
    toString() { return this.m.map((x) => x[0] + "=" + x[1]).join("&"); }
  }
  class URL {
    constructor(u, base) {
      const s = String(u), m = /^([a-z][a-z0-9+.-]*:)?(?:\/\/([^/?#:]*)(?::(\d+))?)?([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(s) || [];
      const b = base ? new URL(base) : null;
      this.protocol = m[1] || (b ? b.protocol : "https:");
      this.hostname = m[2] || (b ? b.hostname : "example.test");
      this.port = m[3] || ""; this.host = this.hostname + (this.port ? ":" + this.port : "");
      this.pathname = m[4] || "/"; this.search = m[5] || ""; this.hash = m[6] || "";
      this.origin = this.protocol + "//" + this.host; this.username = ""; this.password = "";
      this.searchParams = new URLSearchParams(this.search);
    }
    get href() { return this.origin + this.pathname + this.search + this.hash; }
    toString() { return this.href; }
    toJSON() { return this.href; }
    static createObjectURL() { return "blob:snippet"; }
    static revokeObjectURL() {}
    static canParse() { return true; }
  }
  class Headers {
    constructor(i) { this.m = new Map(); if (i && typeof i === "object") for (const k of Object.keys(i)) this.set(k, i[k]); }
    get(k) { const v = this.m.get(String(k).toLowerCase()); return v === undefined ? null : v; }
    set(k, v) { this.m.set(String(k).toLowerCase(), String(v)); }
    append(k, v) { this.set(k, v); }
    has(k) { return this.m.has(String(k).toLowerCase()); }
    delete(k) { this.m.delete(String(k).toLowerCase()); }
    forEach(f) { this.m.forEach(f); }
    entries() { return this.m.entries(); }
    [Symbol.iterator]() { return this.m.entries(); }
  }
  const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bytesOf = (b) => (b instanceof Uint8Array ? b : b instanceof ArrayBuffer ? new Uint8Array(b) : b && b.buffer ? new Uint8Array(b.buffer) : new TextEncoder().encode(String(b)));
  define("btoa", (s) => {
    s = String(s);
    let out = "";
    for (let i = 0; i < s.length; i += 3) {
      const n = (s.charCodeAt(i) << 16) | ((s.charCodeAt(i + 1) || 0) << 8) | (s.charCodeAt(i + 2) || 0);
      out += base64[(n >> 18) & 63] + base64[(n >> 12) & 63] + (i + 1 < s.length ? base64[(n >> 6) & 63] : "=") + (i + 2 < s.length ? base64[n & 63] : "=");
    }
    return out;
  });
  define("atob", (s) => {
    s = String(s).replace(/[=\s]/g, "");
    let out = "", bits = 0, acc = 0;
    for (let i = 0; i < s.length; i++) {
      acc = (acc << 6) | Math.max(0, base64.indexOf(s[i]));
      bits += 6;
      if (bits >= 8) { bits -= 8; out += String.fromCharCode((acc >> bits) & 255); }
    }
    return out;
  });
  class Blob {
    constructor(parts) { this.parts = parts || []; this.type = ""; }
    get size() { return this.parts.reduce((n, p) => n + (p.length || p.byteLength || p.size || 0), 0); }
    text() { return io(this.parts.map(String).join("")); }
    arrayBuffer() { return io(new ArrayBuffer(this.size || 16)); }
    slice() { return this; }
    stream() { return new ReadableStream(); }
  }
  class ReadableStream {
    getReader() { let k = 0; return { read: () => io(k++ < 2 ? { done: false, value: new Uint8Array(64) } : { done: true, value: undefined }), releaseLock() {}, cancel: () => io() }; }
    pipeThrough() { return this; }
    pipeTo() { return io(); }
    cancel() { return io(); }
  }
  Object.entries({ TextEncoder, TextDecoder, URLSearchParams, URL, Headers, Blob, File: Blob, ReadableStream }).forEach(([k, v]) => define(k, v));
  class Buffer extends Uint8Array {
    static from(x, enc) {
      if (typeof x === "string") x = enc === "base64" ? Array.from(atob(x), (c) => c.charCodeAt(0)) : new TextEncoder().encode(x);
      const src = bytesOf2(x), b = new Buffer(src.length);
      b.set(src);
      return b;
    }
    static alloc(n) { return new Buffer(n); }
    static allocUnsafe(n) { return new Buffer(n); }
    static isBuffer(x) { return x instanceof Buffer; }
    static byteLength(s) { return String(s).length; }
    static concat(list) {
      let n = 0;
      for (const b of list) n += b.length;
      const out = new Buffer(n);
      n = 0;
      for (const b of list) { out.set(b, n); n += b.length; }
      return out;
    }
    toString(enc) {
      if (enc === "hex") { let s = ""; for (let i = 0; i < this.length; i++) s += (this[i] < 16 ? "0" : "") + this[i].toString(16); return s; }
      if (enc === "base64") { let s = ""; for (let i = 0; i < this.length; i++) s += String.fromCharCode(this[i]); return btoa(s); }
      return new TextDecoder().decode(this);
    }
    readUInt8(i) { return this[i || 0]; }
    readUInt16LE(i) { return this[i] | (this[i + 1] << 8); }
    readUInt16BE(i) { return (this[i] << 8) | this[i + 1]; }
    readUInt32LE(i) { return (this[i] | (this[i + 1] << 8) | (this[i + 2] << 16) | (this[i + 3] << 24)) >>> 0; }
    readUInt32BE(i) { return ((this[i] << 24) | (this[i + 1] << 16) | (this[i + 2] << 8) | this[i + 3]) >>> 0; }
    readInt32LE(i) { return this.readUInt32LE(i) | 0; }
    writeUInt8(v, i) { this[i || 0] = v; return (i || 0) + 1; }
    writeUInt32LE(v, i) { for (let k = 0; k < 4; k++) this[(i || 0) + k] = v >>> (8 * k); return (i || 0) + 4; }
    equals(o) { if (o.length !== this.length) return false; for (let i = 0; i < this.length; i++) if (o[i] !== this[i]) return false; return true; }
  }
  const bytesOf2 = (x) => (Array.isArray(x) ? x : bytesOf(x));
  define("Buffer", Buffer);
  define("structuredClone", (v) => clone(v, new Map()));
  function clone(v, seen) {
    if (v === null || typeof v !== "object") { if (typeof v === "function") throw new TypeError("could not be cloned"); return v; }
    if (seen.has(v)) return seen.get(v);
    if (v instanceof RealDate) return new RealDate(+v);
    if (ArrayBuffer.isView(v) || v instanceof ArrayBuffer) return v.slice();
    let out;
    if (v instanceof Map) { out = new Map(); seen.set(v, out); v.forEach((x, k) => out.set(clone(k, seen), clone(x, seen))); return out; }
    if (v instanceof Set) { out = new Set(); seen.set(v, out); v.forEach((x) => out.add(clone(x, seen))); return out; }
    out = Array.isArray(v) ? [] : {};
    seen.set(v, out);
    for (const k of Object.keys(v)) out[k] = clone(v[k], seen);
    return out;
  }

  // ---- Console, process, storage, code from text.
  const quiet = {};
  for (const n of "log warn error info debug trace time timeEnd timeLog group groupEnd groupCollapsed table assert count dir clear".split(" ")) quiet[n] = () => {};
  define("console", quiet);
  define("process", {
    env: {}, argv: ["node", "snippet"], execArgv: [], platform: "linux", arch: "x64", pid: 1, version: "v20.0.0", versions: { node: "20.0.0" },
    cwd: () => "/", exit() { throw new Error("process.exit"); }, on() { return this; }, once() { return this; }, off() { return this; }, emit() { return false; },
    nextTick: (f, ...a) => global.queueMicrotask(() => f(...a)), uptime: () => clock() / 1000,
    hrtime: Object.assign(() => { const t = clock(); return [Math.floor(t / 1000), Math.floor((t % 1000) * 1e6)]; }, { bigint: () => BigInt(Math.floor(clock() * 1e6)) }),
    memoryUsage: () => ({ rss: 1e8, heapUsed: 5e7, heapTotal: 1e8, external: 0, arrayBuffers: 0 }), cpuUsage: () => ({ user: 0, system: 0 }),
    stdout: { write() { return true; }, isTTY: false, columns: 80 }, stderr: { write() { return true; }, isTTY: false },
  });
  const storage = () => {
    const m = new Map();
    return { getItem: (k) => (m.has(String(k)) ? m.get(String(k)) : null), setItem(k, v) { m.set(String(k), String(v)); }, removeItem(k) { m.delete(String(k)); }, clear() { m.clear(); }, key: () => null, get length() { return m.size; } };
  };
  define("localStorage", storage());
  define("sessionStorage", storage());
  define("location", { href: "https://example.test/", origin: "https://example.test", protocol: "https:", host: "example.test", hostname: "example.test", pathname: "/", search: "", hash: "", reload() {}, assign() {}, replace() {} });
  define("navigator", { hardwareConcurrency: 4, userAgent: "asynclint", language: "en", languages: ["en"], onLine: true, platform: "", maxTouchPoints: 0 });
  for (const n of ["alert", "confirm", "prompt"]) define(n, () => null);
  define("self", global);
  define("window", global);
  define("global", global);
  define("globalThis", global);
  define("exports", {});
  define("module", { exports: global.exports });
  define("__asynclint_env", { MODE: "production", DEV: false, PROD: true, SSR: false, BASE_URL: "/" });
  define("__asynclint_fragment", "fragment");
  define("__asynclint_jsx", (type, props, ...children) => ({ type, props: props || {}, children }));
})(globalThis);
