// Wraps the built-ins so that their work is counted by class; the order of the
// classes is that of classes.go and comes in as __asynclint_classes.
(function (global) {
  "use strict";
  const C = global.__asynclint_counters, K = {};
  global.__asynclint_classes.forEach((n, i) => { K[n] = i; });
  const { builtin, callback, copy, scan, sort, spread, keys, hash, chars, json, regexp, math, typed, move, seek, far, dict, alloc, iter } = K;
  const awaits = K.await;
  const len = (x) => (x == null ? 0 : x.length >>> 0);

  // Beyond so many properties V8 keeps an object as a hash table.
  const large = 64;

  global.__asynclint_spread = (x) => {
    if (x == null) return x;
    if (typeof x === "object") {
      if (typeof x.length === "number") C[spread] += x.length;
      else if (typeof x.size === "number") C[spread] += x.size;
      else { const n = Object.keys(x).length; C[n > large ? dict : keys] += n; }
    } else if (typeof x === "string") C[spread] += x.length;
    return x;
  };

  const wrap = (proto, names, cost) => {
    for (const name of names.split(" ")) {
      const real = proto && proto[name];
      if (typeof real !== "function") continue;
      const counted = { [name](...a) { C[builtin]++; const r = real.apply(this, a); cost(this, a, r); return r; } }[name];
      Object.defineProperty(proto, name, { value: counted, writable: true, configurable: true, enumerable: false });
    }
  };
  const wrapBefore = (proto, names, cost) => {
    for (const name of names.split(" ")) {
      const real = proto && proto[name];
      if (typeof real !== "function") continue;
      const counted = { [name](...a) { C[builtin]++; cost(this, a); return real.apply(this, a); } }[name];
      Object.defineProperty(proto, name, { value: counted, writable: true, configurable: true, enumerable: false });
    }
  };

  const A = Array.prototype, S = String.prototype, R = RegExp.prototype;
  wrapBefore(A, "filter map forEach reduce reduceRight flatMap", (t) => { C[callback] += len(t); });
  // some, every, find: how far they went shows in their result or their callback.
  const findIndex = A.findIndex, findLastIndex = A.findLastIndex;
  const put = (proto, name, value) => Object.defineProperty(proto, name, { value, writable: true, configurable: true, enumerable: false });
  put(A, "findIndex", function (f, t) { C[builtin]++; const i = findIndex.call(this, f, t); C[callback] += i < 0 ? len(this) : i + 1; return i; });
  put(A, "find", function (f, t) { C[builtin]++; const i = findIndex.call(this, f, t); C[callback] += i < 0 ? len(this) : i + 1; return i < 0 ? undefined : this[i]; });
  if (findLastIndex) {
    put(A, "findLastIndex", function (f, t) { C[builtin]++; const i = findLastIndex.call(this, f, t); C[callback] += i < 0 ? len(this) : len(this) - i; return i; });
    put(A, "findLast", function (f, t) { C[builtin]++; const i = findLastIndex.call(this, f, t); C[callback] += i < 0 ? len(this) : len(this) - i; return i < 0 ? undefined : this[i]; });
  }
  put(A, "some", function (f, t) { C[builtin]++; const i = findIndex.call(this, f, t); C[callback] += i < 0 ? len(this) : i + 1; return i >= 0; });
  const every = A.every;
  put(A, "every", function (f, t) { C[builtin]++; return every.call(this, function (...a) { C[callback]++; return f.apply(t, a); }); });
  wrap(A, "slice copyWithin", (t, a, r) => { C[move] += 2 * len(r); });
  wrap(A, "concat", (t, a, r) => { C[move] += 4 * len(r); });
  wrap(A, "flat", (t, a, r) => { C[copy] += len(r); });
  wrapBefore(A, "splice", (t, a) => { C[move] += Math.max(0, len(t) - (a[0] < 0 ? len(t) + a[0] : a[0] | 0)); });
  // V8 takes the first item off without moving the rest, unless the array is in
  // the space for large objects.
  wrapBefore(A, "shift", (t) => { if (len(t) > 16000) C[move] += len(t); });
  wrapBefore(A, "unshift", (t) => { C[move] += len(t); });
  wrapBefore(A, "reverse fill toReversed with toSpliced keys values entries", (t, a) => { C[copy] += len(t); });
  const push = A.push;
  put(A, "push", function (...a) { C[copy] += a.length; return push.apply(this, a); });
  const seeking = (real) => function (...a) { C[builtin]++; const r = real.apply(this, a); C[typeof a[0] === "string" ? seek : scan] += r === -1 || r === false ? len(this) : r === true ? len(this) / 2 : r + 1; return r; };
  put(A, "indexOf", seeking(A.indexOf));
  put(A, "includes", seeking(A.includes));
  put(A, "lastIndexOf", seeking(A.lastIndexOf));
  wrap(A, "join toString", (t, a, r) => { C[copy] += len(t); C[chars] += len(r); });
  wrap(Array, "from of", (t, a, r) => { C[copy] += len(r); if (a[1]) C[callback] += len(r); });

  // V8's number of comparisons, not this engine's (sort_goja.go).
  const sorted = global.__asynclint_sort;
  put(A, "sort", function sort(cmp) {
    C[builtin]++;
    const list = [], n = len(this);
    let holes = 0;
    for (let i = 0; i < n; i++) if (this[i] === undefined) holes++; else list.push(this[i]);
    const out = sorted(list, cmp);
    for (let i = 0; i < out.length; i++) this[i] = out[i];
    for (let i = out.length; i < n; i++) this[i] = undefined;
    return this;
  });
  put(A, "toSorted", function (cmp) { return A.slice.call(this).sort(cmp); });

  // Regular expressions: every use of one ends in exec, whose steps are counted
  // (regexp.go). split alone would try at each place of the text.
  const steps = global.__asynclint_regexp, exec = R.exec, split = S.split;
  const stepsOf = (re, text) => { C[regexp] += steps(re, text, re.global || re.sticky ? re.lastIndex : 0); };
  put(R, "exec", function (x) { const text = String(x); C[builtin]++; stepsOf(this, text); return exec.call(this, text); });
  const test = R.test; // goja's does not call exec
  put(R, "test", function (x) { const text = String(x); C[builtin]++; stepsOf(this, text); return test.call(this, text); });
  const pieces = (text, re, limit) => {
    const g = new RegExp(re.source, re.flags.replace(/[gy]/g, "") + "g"), out = [], most = limit === undefined ? 4294967295 : limit >>> 0;
    if (text.length === 0) return g.exec(text) ? [] : [text].slice(0, most);
    let from = 0, at = 0;
    while (at < text.length && out.length < most) {
      g.lastIndex = at;
      const m = g.exec(text);
      if (!m || m.index >= text.length) break;
      const end = m.index + m[0].length;
      if (end === from) { at = m.index + 1; continue; }
      out.push(text.slice(from, m.index), ...m.slice(1));
      from = at = end;
    }
    if (out.length < most) out.push(text.slice(from));
    return out.slice(0, most);
  };
  put(S, "split", function (by, limit) {
    C[builtin]++;
    const plainly = !(by instanceof RegExp);
    const out = plainly ? split.call(this, by, limit) : pieces(String(this), by, limit);
    if (plainly) C[chars] += len(this);
    C[copy] += len(out);
    return out;
  });
  wrap(S, "replace replaceAll match matchAll search", (t, a, r) => { if (!(a[0] instanceof RegExp)) C[chars] += len(t); });
  wrap(S, "toLowerCase toUpperCase trim trimStart trimEnd repeat padStart padEnd normalize toLocaleLowerCase toLocaleUpperCase concat", (t, a, r) => { C[chars] += len(r); });
  wrap(S, "indexOf includes lastIndexOf", (t, a, r) => { C[chars] += typeof r === "number" && r >= 0 ? r + 1 : len(t); });
  wrap(S, "slice substring substr startsWith endsWith", () => {});
  wrap(S, "localeCompare", (t) => { C[chars] += 10 + len(t); });
  wrap(JSON, "parse", (t, a) => { C[json] += len(a[0]); });
  wrap(JSON, "stringify", (t, a, r) => { C[json] += len(r); });
  const own = Object.getOwnPropertyNames, countKeys = (n) => { C[n > large ? dict : keys] += n; };
  wrap(Object, "keys values getOwnPropertyNames", (t, a, r) => { countKeys(len(r)); });
  wrap(Object, "entries", (t, a, r) => { const n = len(r); countKeys(n); C[alloc] += n; C[copy] += 2 * n; });
  wrap(Object, "assign", (t, a) => { for (let i = 1; i < a.length; i++) if (a[i]) countKeys(own(a[i]).length); });
  wrap(Object, "fromEntries", (t, a, r) => { countKeys(own(r).length); });
  const log2 = Math.log2, size = (proto) => { const g = Object.getOwnPropertyDescriptor(proto, "size").get; return (t) => { try { return g.call(t); } catch (e) { return 0; } }; };
  for (const [proto, names] of [[Map.prototype, "get set has delete"], [Set.prototype, "add has delete"]]) {
    const sizeOf = size(proto);
    wrap(proto, names, (t) => { const n = sizeOf(t); C[hash]++; if (n > 1024) C[far] += log2(n / 1024); });
  }
  wrap(WeakMap.prototype, "get set has delete", () => { C[hash] += 2; });
  wrap(WeakSet.prototype, "add has delete", () => { C[hash] += 2; });
  wrapBefore(Map.prototype, "forEach", (t) => { C[callback] += t.size; });
  wrapBefore(Set.prototype, "forEach", (t) => { C[callback] += t.size; });
  for (const n of ["parseInt", "parseFloat"]) {
    const real = global[n];
    global[n] = (...a) => { C[builtin]++; C[math]++; return real(...a); };
  }
  wrap(Number.prototype, "toFixed toString toPrecision toLocaleString", () => { C[math] += 4; });
  wrap(Date.prototype, "toISOString", () => { C[chars] += 250; });
  wrap(Date.prototype, "toLocaleString toLocaleDateString toLocaleTimeString toString", () => { C[chars] += 60; });
  const T = Object.getPrototypeOf(Uint8Array.prototype);
  wrapBefore(T, "filter map forEach reduce", (t) => { C[callback] += len(t); });
  wrapBefore(T, "fill reverse set join", (t, a) => { C[typed] += len(a[0] && a[0].length ? a[0] : t); });
  wrap(T, "indexOf includes lastIndexOf", (t, a, r) => { C[typed] += typeof r === "number" && r >= 0 ? r + 1 : len(t); });
  wrap(T, "slice", (t, a, r) => { C[alloc]++; C[move] += r.byteLength / 4; });
  wrap(T, "subarray", () => { C[alloc]++; });
  wrap(ArrayBuffer.prototype, "slice", (t, a, r) => { C[alloc]++; C[move] += r.byteLength / 4; });
  // A typed array is made of a number, whose bytes are zeroed, of a list, whose
  // items are converted, or of what has an iterator.
  for (const name of ["Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array", "Float32Array", "Float64Array"]) {
    const Real = global[name];
    function counted(...a) { // a Proxy would do, but the engine's instanceof does not take one
      if (!new.target) throw new TypeError(name + " needs new");
      const made = Reflect.construct(Real, a, new.target === counted ? Real : new.target), x = a[0];
      C[alloc]++;
      if (typeof x !== "object" || x === null) C[move] += made.byteLength / 16;
      else if (ArrayBuffer.isView(x)) C[typed] += made.length;
      else if (typeof x.length === "number") C[copy] += made.length;
      else if (!(x instanceof ArrayBuffer)) { C[iter] += made.length; C[copy] += made.length; }
      return made;
    }
    Object.setPrototypeOf(counted, Object.getPrototypeOf(Real));
    Object.defineProperty(counted, "BYTES_PER_ELEMENT", { value: Real.BYTES_PER_ELEMENT });
    Object.defineProperty(counted, "prototype", { value: Real.prototype });
    Object.defineProperty(counted, "name", { value: name });
    Object.defineProperty(Real.prototype, "constructor", { value: counted, writable: true, configurable: true, enumerable: false });
    Object.defineProperty(global, name, { value: counted, writable: true, configurable: true, enumerable: false });
  }
  wrapBefore(T, "sort", (t) => { const n = len(t); C[typed] += n * Math.log2(n + 2) * 4; });
  wrap(String, "fromCharCode fromCodePoint", (t, a) => { C[chars] += a.length; });
  wrapBefore(Promise, "all allSettled race any", (t, a) => { C[awaits] += 2 * len(a[0]); });
  wrapBefore(Promise.prototype, "then", () => { C[awaits] += 2; });
  wrapBefore(global, "structuredClone", (t, a) => { try { C[json] += len(JSON.stringify(a[0])); } catch (e) { C[json] += 100; } });
  wrap(global, "encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape", (t, a, r) => { C[chars] += 3 * len(r); });
  wrap(global, "btoa atob", (t, a, r) => { C[chars] += len(r); });
})(globalThis);
