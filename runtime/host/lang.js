// What snippets take for granted of the language and the embedded engine lacks.
// Nothing is replaced that is there: in node this does next to nothing.
(function (global) {
  "use strict";
  const add = (o, name, value) => {
    if (!(name in o)) Object.defineProperty(o, name, { value, writable: true, configurable: true, enumerable: false });
  };
  for (const n of ["asyncIterator", "dispose", "asyncDispose"]) add(Symbol, n, Symbol.for("Symbol." + n));

  // Nothing is collected while a snippet runs.
  add(global, "WeakRef", class WeakRef { constructor(v) { this.v = v; } deref() { return this.v; } });
  add(global, "FinalizationRegistry", class FinalizationRegistry { register() {} unregister() { return false; } });

  // Shared memory has one thread here: nobody else wakes whoever waits.
  add(global, "SharedArrayBuffer", ArrayBuffer);
  const atomic = (f) => (a, i, v) => { const old = a[i]; if (f) a[i] = f(old, v); return old; };
  add(global, "Atomics", {
    load: atomic(), store: (a, i, v) => (a[i] = v), exchange: atomic((o, v) => v), add: atomic((o, v) => o + v), sub: atomic((o, v) => o - v),
    and: atomic((o, v) => o & v), or: atomic((o, v) => o | v), xor: atomic((o, v) => o ^ v), isLockFree: () => true,
    compareExchange: (a, i, from, to) => { const old = a[i]; if (old === from) a[i] = to; return old; },
    notify: () => 0, wait: () => "timed-out", waitAsync: () => ({ async: true, value: Promise.resolve("timed-out") }),
  });

  add(Error, "captureStackTrace", () => {});
  add(Error, "stackTraceLimit", 10);
  add(global, "DOMException", class DOMException extends Error { constructor(m, name) { super(m); this.name = name || "Error"; } });

  const O = Object.prototype;
  add(O, "__defineGetter__", function (k, get) { Object.defineProperty(this, k, { get, configurable: true, enumerable: true }); });
  add(O, "__defineSetter__", function (k, set) { Object.defineProperty(this, k, { set, configurable: true, enumerable: true }); });
  add(O, "__lookupGetter__", function (k) { const d = Object.getOwnPropertyDescriptor(this, k); return d && d.get; });
  add(Date.prototype, "getYear", function () { return this.getFullYear() - 1900; });
  add(Date.prototype, "toGMTString", Date.prototype.toUTCString);
  add(String.prototype, "isWellFormed", function () { for (const c of String(this)) if (c.length === 1 && c >= "\ud800" && c <= "\udfff") return false; return true; });
  add(String.prototype, "toWellFormed", function () { return String(this); });

  const group = (make, put) => (list, f) => { const out = make(); let i = 0; for (const x of list) put(out, f(x, i++), x); return out; };
  add(Object, "groupBy", group(() => Object.create(null), (o, k, x) => { (o[k] || (o[k] = [])).push(x); }));
  add(Map, "groupBy", group(() => new Map(), (m, k, x) => { const l = m.get(k); if (l) l.push(x); else m.set(k, [x]); }));
  add(Array, "fromAsync", async (list, f) => { const out = []; for (const x of list) out.push(f ? await f(await x, out.length) : await x); return out; });
  add(Promise, "withResolvers", () => { const o = {}; o.promise = new Promise((a, b) => { o.resolve = a; o.reject = b; }); return o; });
  add(Promise, "try", (f, ...a) => new Promise((r) => r(f(...a))));
  const S = Set.prototype;
  add(S, "union", function (o) { const s = new Set(this); for (const x of o.keys()) s.add(x); return s; });
  add(S, "intersection", function (o) { const s = new Set(); for (const x of this) if (o.has(x)) s.add(x); return s; });
  add(S, "difference", function (o) { const s = new Set(); for (const x of this) if (!o.has(x)) s.add(x); return s; });
  add(S, "isSubsetOf", function (o) { for (const x of this) if (!o.has(x)) return false; return true; });
  add(S, "isSupersetOf", function (o) { for (const x of o.keys()) if (!this.has(x)) return false; return true; });

  if (typeof global.Iterator === "undefined") {
    class Iterator { static from(x) { return x[Symbol.iterator](); } [Symbol.iterator]() { return this; } }
    const lazy = {
      *map(f) { let i = 0; for (const x of this) yield f(x, i++); },
      *filter(f) { let i = 0; for (const x of this) if (f(x, i++)) yield x; },
      *take(n) { if (n > 0) for (const x of this) { yield x; if (--n <= 0) return; } },
      *drop(n) { for (const x of this) if (n-- <= 0) yield x; },
      *flatMap(f) { for (const x of this) yield* f(x); },
      toArray() { return [...this]; },
      forEach(f) { for (const x of this) f(x); },
      some(f) { for (const x of this) if (f(x)) return true; return false; },
      every(f) { for (const x of this) if (!f(x)) return false; return true; },
      find(f) { for (const x of this) if (f(x)) return x; },
      reduce(f, ...init) { return [...this].reduce(f, ...init); },
    };
    const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
    for (const p of [iterators, Iterator.prototype]) for (const k of Object.keys(lazy)) add(p, k, lazy[k]);
    add(global, "Iterator", Iterator);
  }

  // Words and numbers as en-US writes them; enough for code that formats.
  if (typeof global.Intl === "undefined") {
    const commas = (v, o) => {
      const n = +v, digits = o && (o.maximumFractionDigits !== undefined ? o.maximumFractionDigits : o.minimumFractionDigits);
      const [whole, part] = (digits === undefined ? String(Math.round(n * 1000) / 1000) : n.toFixed(digits)).split(".");
      return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
    };
    Number.prototype.toLocaleString = function (l, o) { return commas(this, o); };
    const options = { resolvedOptions: () => ({ locale: "en-US", timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" }) };
    const format = (f) => function (l, o) {
      const it = Object.create(options);
      it.format = (v, w) => f(v, o, w);
      it.formatToParts = (v) => [{ type: "literal", value: f(v, o) }];
      return it;
    };
    const dates = format((v) => new Date(v === undefined ? Date.now() : v).toISOString().slice(0, 19).replace("T", ", "));
    Object.assign(dates, { supportedLocalesOf: (l) => [].concat(l || []) });
    add(global, "Intl", {
      NumberFormat: format(commas), DateTimeFormat: dates, RelativeTimeFormat: format((v, o, unit) => v + " " + unit),
      ListFormat: format((v) => [...v].join(", ")), DisplayNames: function () { return { of: (c) => c }; },
      PluralRules: function () { return { select: (n) => (n === 1 ? "one" : "other"), ...options }; },
      Collator: function (l, o) { return { compare: (a, b) => String(a).localeCompare(String(b)), ...options }; },
      Segmenter: function () { return { segment: (s) => Array.from(s, (segment, index) => ({ segment, index, input: s })) }; },
      getCanonicalLocales: (l) => [].concat(l || []), supportedValuesOf: () => [],
      Locale: function (l) { this.language = String(l).slice(0, 2); this.toString = () => String(l); },
    });
  }
})(globalThis);
