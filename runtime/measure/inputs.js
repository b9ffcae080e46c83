// Finds out what inputs a snippet needs, and makes them.
//
// A node describes one value: what the text says about it (k, its kind), what
// was seen when the snippet used it (flags), and the nodes below it: fields (f),
// elements (e), what a call gives (r). In "probe" mode a node is shown to the
// snippet as a recording proxy; afterwards nodes get kinds, and in "run" mode
// plain data of that shape is made, seeded, at the wanted size.
//
// Where the code asks what a value is (typeof, instanceof, Array.isArray,
// === "text", switch), both answers are shapes of their own: a node then has
// another node beside it (other) or several literals (lits), and the number of
// the variant says which one is meant. While probing, such questions arrive
// through __asynclint_watch, see watch.go.
(function (global) {
  "use strict";
  const host = global.__asynclint_host;
  const realParse = JSON.parse, realFrom = Array.from;
  const byProxy = new WeakMap();
  const maxDepth = 12; // of what is learned; query builders are long chains
  let mode = "probe", lenient = false, round = 0, variant = 0;
  let stepsLeft = 50; // proxies hand out finitely many items, so that probing ends

  function makeNode(path, depth) {
    return { k: null, path, depth, f: Object.create(null), e: null, r: null, s: {}, items: null, dim: false, opt: false };
  }
  const field = (n, name) => n.f[name] || (n.f[name] = n.depth >= maxDepth ? n : makeNode(n.path + "." + name, n.depth + 1));
  const elem = (n) => n.e || (n.e = n.depth >= maxDepth ? n : makeNode(n.path + "[]", n.depth + 1));
  // What a call gives may hang on its first argument, where that is a name in the
  // code: db("items"), events.invoke("selection").
  const maxAnswers = 24;
  function answer(n, args) {
    const a = args[0];
    if (typeof a !== "string" || byText.has(a) || !/^[A-Za-z][\w.:\-/]{0,39}$/.test(a) || n.depth >= maxDepth) return ret(n);
    const by = n.by || (n.by = Object.create(null));
    if (!by[a]) {
      if (mode === "run" || Object.keys(by).length >= maxAnswers) return ret(n);
      by[a] = makeNode(n.path + "(" + a + ")", n.depth + 1);
    }
    return by[a];
  }
  const ret = (n) => n.r || (n.r = n.depth >= maxDepth ? n : makeNode(n.path + "()", n.depth + 1));

  // fromSpec fills a node from what the text says (see types.go).
  function fromSpec(n, spec) {
    if (!spec) return n;
    switch (spec.kind) {
      case "any": return n;
      case "literal": n.k = "literal"; n.value = spec.value; if (spec.values) { n.k = "lits"; n.lits = spec.values; } return n;
      case "tuple": n.k = "tuple"; n.items = (spec.items || []).map((s, i) => fromSpec(makeNode(n.path + "[" + i + "]", n.depth + 1), s)); return n;
      case "object": n.k = "object"; break;
      case "typed": n.k = "typed"; n.name = spec.name; return n;
      default: n.k = spec.kind;
    }
    for (const name of spec.order || []) fromSpec(field(n, name), spec.fields[name]);
    if (spec.elem) {
      if (n.k === "function") fromSpec(ret(n), spec.elem);
      else fromSpec(elem(n), spec.elem);
    }
    return n;
  }

  // ---- Shapes that the code distinguishes.
  // pick returns the node that is meant in this variant.
  function pick(n) {
    for (let v = variant; v > 0 && n.other; v--) n = n.other;
    return n;
  }
  // literal is the value of a node that is compared with literals: each of them,
  // and where others are possible (open) something else.
  const choices = (n) => n.lits.length + (n.open ? 1 : 0);
  const literal = (n) => { const k = variant % choices(n); return k < n.lits.length ? n.lits[k] : typeof n.lits[0] === "number" ? otherNumber(n.lits) : "something else"; };
  // A number that is none of these, and the index of an item.
  const otherNumber = (lits) => { let v = 1; while (lits.includes(v)) v++; return v; };
  // decide answers whether a value is of a kind: yes for the node itself, no for
  // the one beside it.
  function decide(n, kind) {
    if (n.not && n.not.includes(kind)) return false;
    if (n.is) return n.is === kind;
    if (n.k !== null && n.k !== "any") return n.k === kind;
    n.is = kind;
    const o = (n.other = makeNode(n.path, n.depth));
    o.not = (n.not || []).concat(kind);
    o.stub = n.stub;
    return true;
  }
  const byText = new Map(); // texts that stand for unknown strings while probing
  const nodeOf = (x) => (typeof x === "function" ? byProxy.get(x) : typeof x === "string" ? byText.get(x) : undefined);
  function known(n, text) {
    if (!byText.has(text)) byText.set(text, n);
    return text;
  }
  const typeKinds = new Set(["string", "number", "boolean", "function", "bigint", "object"]);
  const classKinds = new Map([[Array, "array"], [Map, "map"], [Set, "set"], [Date, "date"], [RegExp, "regexp"], [Promise, "promise"], [Function, "function"]]);
  const typedNames = new Map();
  for (const t of ["Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array", "Int32Array", "Float32Array", "Float64Array", "ArrayBuffer"]) typedNames.set(global[t], t);
  function addLiteral(n, v) {
    if (!n.lits) { n.lits = []; n.open = true; }
    if (!n.lits.includes(v) && n.lits.length < 6) n.lits.push(v);
  }
  global.__asynclint_watch = {
    // eq stands for === and, where no side is null, for ==.
    eq(a, b) {
      const n = nodeOf(a), m = nodeOf(b);
      if (n && m && n !== m) {
        // Two unknowns: equal in every other round, so that both ways are seen.
        see(n, "scalar"); see(m, "scalar");
        const inside = /\[\]/;
        if (inside.test(n.path) && !inside.test(m.path)) m.same = m.same || n;
        if (inside.test(m.path) && !inside.test(n.path)) n.same = n.same || m;
        return round % 2 === 0;
      }
      const x = n || m, v = n ? b : a;
      if (!x || (typeof v !== "string" && typeof v !== "number" && typeof v !== "boolean")) return a === b;
      if (typeof v === "boolean") x.lits = [true, false];
      else addLiteral(x, v);
      x.asked = (x.asked || 0) + 1;
      if (x.asked > 200 && x.asked % 2) return v !== literal(x); // it may be what ends a loop
      return v === literal(x);
    },
    type(a, kind) {
      const n = nodeOf(a);
      if (n && isModule(n)) return typeof a === kind;
      return n && typeKinds.has(kind) ? decide(n, kind) : typeof a === kind;
    },
    is(a, C) {
      const n = nodeOf(a);
      if (!n || byProxy.has(C)) return n ? decide(n, "object") : false;
      if (typedNames.has(C)) { n.name = n.name || typedNames.get(C); return n.name === typedNames.get(C) && decide(n, "typed"); }
      return classKinds.has(C) ? decide(n, classKinds.get(C)) : a instanceof C;
    },
    pick(a, list) {
      const n = nodeOf(a);
      if (!n) return a;
      for (const v of list) addLiteral(n, v);
      return literal(n);
    },
    bound(a) { const n = nodeOf(a); if (n) see(n, "bound"); return a; },
  };

  // ---- Probing.
  const arrayMethods = new Set("map filter forEach reduce reduceRight some every find findIndex findLast findLastIndex flatMap push pop shift unshift splice sort reverse join flat fill toSorted toReversed".split(" "));
  const stringMethods = new Set("charCodeAt charAt codePointAt split trim trimStart trimEnd replace replaceAll toLowerCase toUpperCase startsWith endsWith match matchAll substring substr padStart padEnd localeCompare normalize repeat search".split(" "));
  const eitherMethods = new Set("slice includes indexOf lastIndexOf concat at".split(" "));
  const takesFunction = new Set("map filter forEach reduce reduceRight some every find findIndex findLast findLastIndex flatMap".split(" "));
  const isTextual = (x) => typeof x === "string" || typeof x === "number" || typeof x === "function" || x instanceof RegExp || x === undefined;
  const numberMethods = new Set(["toFixed", "toPrecision"]);
  const sampleText = "alpha beta 12, gamma; delta=34\nepsilon zeta";

  // A table finds whatever it is asked for; who asked holds a key of it.
  class ProbeMap extends Map {
    get(k) { asKey(k); return super.has(k) ? super.get(k) : super.get("k1"); }
    has(k) { asKey(k); return true; }
  }
  function asKey(k) { const n = nodeOf(k); if (n) n.key = true; }
  let lastText = null; // the unknown that last became a text
  function list(n) {
    if (!n.sample) {
      n.sample = []; // a shape may contain itself
      for (let i = 0; i < 3; i++) n.sample.push(probe(elem(n)));
    }
    return n.sample;
  }

  // What these names say would mean that there is nothing to do.
  const falseNames = /\.(is|has)?_?([Aa]borted|[Cc]ancell?ed|[Dd]isabled|[Dd]estroyed|[Dd]isposed|[Cc]losed|headersSent|defaultPrevented|isComposing)$/;
  function probe(n) {
    const own = given(n);
    if (own) return own(8);
    n = pick(n);
    if (n.k === null && !n.s.call && falseNames.test(n.path)) return false;
    switch (n.k) {
      case "lits": { // something else may yet be compared with more
        const v = literal(n);
        return v === "something else" ? known(n, v + "~" + (n.id || (n.id = ++ids))) : v;
      }
      case "string": return probeText(n);
      case "number": return isTime(n) ? recent : isSpan(n) ? span : 3;
      case "boolean": return true;
      case "bigint": return BigInt(3);
      case "literal": return n.value;
      case "null": return null;
      case "date": return new Date(1700000000000);
      case "regexp": return /a+b?/;
      case "array": return list(n);
      case "tuple": return n.items.map(probe);
      case "json": return known(n, '{"json":' + (n.id || (n.id = ++ids)) + "}");
      case "typed": return typedArray(n.name, 12);
      case "map": return n.sample || (n.sample = new ProbeMap([["k0", probe(elem(n))], ["k1", probe(elem(n))]]));
      case "set": return n.sample || (n.sample = new Set([probe(elem(n)), probe(elem(n))]));
      case "promise": return host.io(probe(elem(n)));
    }
    return proxyFor(n);
  }

  // probeText is a string that can be told from others when it comes back.
  let ids = 0;
  function probeText(n) {
    const t = nameText(n);
    if (n.key) return "k1";
    return t === sampleText || t[0] === "/" ? known(n, t + "~" + (n.id || (n.id = ++ids))) : t;
  }
  function see(n, what) { n.s[what] = (n.s[what] || 0) + 1; }

  function proxyFor(n) {
    if (n.proxy) return n.proxy;
    const target = (function () {}).bind(null);
    delete target.name; delete target.length;
    const p = new Proxy(target, {
      get(t, key, self) {
        if (mode === "run") { host.forwarded++; return forward(n, key); }
        return probeGet(n, key);
      },
      set(t, key, v) { if (mode === "run") { const o = plainOf(n); if (Object(o) === o) o[key] = v; return true; } if (typeof key === "string") {
          see(n, "set");
          const f = field(n, key);
          f.stored = true;
          n.put = n.put || new Map();
          n.put.set(key, v);
          if (isHandler(key, v) && stepsLeft-- > 0) { see(f, "handler"); callHandler(f, v, probe); }
        }
        return true;
      },
      has(t, key) { if (mode === "run") { const o = plainOf(n); return Object(o) === o ? key in o : false; } if (typeof key === "string") field(n, key); return true; },
      deleteProperty() { return true; },
      ownKeys() {
        if (mode === "run") { const o = plainOf(n); return Object(o) === o ? Reflect.ownKeys(o).filter((k) => k !== "prototype") : []; }
        const own = Object.keys(n.f);
        if (own.length > 0 && n.k === "object") return own;
        see(n, "keys");
        return own.length > 0 ? own : ["k0", "k1"];
      },
      getOwnPropertyDescriptor(t, key) {
        if (mode === "run") { const o = plainOf(n); const d = Object(o) === o ? Object.getOwnPropertyDescriptor(o, key) : undefined; if (d) d.configurable = true; return d; }
        if (typeof key === "symbol") return undefined;
        return { value: probeGet(n, key), writable: true, enumerable: true, configurable: true };
      },
      getPrototypeOf() { return n.stub ? p : Object.prototype; },
      apply(t, self, args) {
        if (mode === "run") { host.forwarded++; const f = plainOf(n); return typeof f === "function" ? f.apply(self, args) : madeFunction(n)(...args); }
        return probeCall(n, args);
      },
      construct(t, args, newTarget) {
        if (mode === "run") { host.forwarded++; see(n, "new"); if (newTarget !== p && typeof newTarget === "function") return Object.create(newTarget.prototype); const v = plainOf(answer(n, args)); return Object(v) === v ? v : {}; }
        see(n, "call"); see(n, "new");
        if (newTarget !== p && typeof newTarget === "function") return Object.create(newTarget.prototype);
        const v = probe(answer(n, args));
        return Object(v) === v ? v : proxyFor(answer(n, args));
      },
    });
    n.proxy = p;
    byProxy.set(p, n);
    return p;
  }

  function probeCall(n, args) {
    see(n, "call");
    if (/\.(get|has)$/.test(n.path)) asKey(args[0]);
    n.argc = Math.max(n.argc || 0, args.length);
    // Callbacks handed to what is unknown are called back once, later.
    for (const a of isFailure(args[0]) ? [] : args) {
      if (typeof a === "function" && !byProxy.has(a) && stepsLeft-- > 0) {
        see(n, "callsBack");
        host.task(1, () => { const v = a(probe(elem(ret(n))), probe(elem(ret(n)))); if (v && typeof v.then === "function") v.then(undefined, () => {}); }, "callback");
      }
    }
    return probe(answer(n, args));
  }

  // What tells of an event that mostly does not come: on("error", f), onerror = f.
  const failure = /^(on)?(error|abort|aborted|timeout|cancel|close|exit|disconnect|unload|beforeunload|warning)$/;
  const isFailure = (name) => typeof name === "string" && failure.test(name);
  // A handler that is put into a property is called once, later, as if what it
  // waits for came: image.onload = f.
  const isHandler = (name, v) => typeof v === "function" && !byProxy.has(v) && /^on[a-z]{3,}$/.test(name) && !failure.test(name);
  function callHandler(n, v, made) {
    host.task(1, () => { const r = v(made(ret(n))); if (r && typeof r.then === "function") r.then(undefined, mode === "run" ? host.error : () => {}); }, "callback");
  }

  // A module's map is not an array's.
  const isModule = (n) => n.depth === 0 && n.path[0] === "<";
  function probeGet(n, key) {
    if (n.put && n.put.has(key)) return n.put.get(key);
    if (typeof key === "symbol") {
      if (key === Symbol.toPrimitive) return (hint) => { see(n, hint === "number" ? "num" : hint === "string" ? "text" : "prim"); lastText = n; return hint === "string" ? "k3" : isTime(n) ? recent : isSpan(n) ? span : 3; };
      if (key === Symbol.iterator) return () => { see(n, "iter"); return list(n)[Symbol.iterator](); };
      if (key === Symbol.asyncIterator) { see(n, "aiter"); return () => { let k = 0; return { next: () => host.io(k++ < 2 ? { done: false, value: probe(elem(n)) } : { done: true, value: undefined }), return: () => host.io({ done: true }) }; }; }
      if (key === Symbol.toStringTag) return "Object";
      return undefined;
    }
    switch (key) {
      case "then": see(n, "await"); if (n.path.endsWith(")") || n.stub) return (ok, bad) => { delete n.thenable; host.task(1, () => ok && ok(resolved(n)), "io"); return n.proxy; }; return undefined;
      case "catch": case "finally": see(n, "await"); return () => n.proxy;
      case "length": see(n, "len"); return 3;
      case "size": see(n, "size"); return probe(field(n, "size"));
      case "constructor": return Object;
      case "prototype": see(n, "proto"); return n.proto || (n.proto = {});
      case "toString": case "valueOf": case "toJSON": if (key !== "toJSON") see(n, "text"); return key === "toJSON" ? undefined : () => "k3";
      case "hasOwnProperty": return (k) => { see(n, "keys"); return true; };
      case "call": return (self, ...a) => probeCall(n, a);
      case "apply": return (self, a) => probeCall(n, realFrom(a || []));
      case "bind": see(n, "fn"); return () => n.proxy;
      case "__esModule": return true;
      case "buffer": if (n.k === "typed" || n.s.len || n.s.either) { see(n, "typed"); return typedArray("ArrayBuffer", 16); } break;
      case "BYTES_PER_ELEMENT": case "byteLength": case "subarray": case "byteOffset": see(n, "typed"); return key === "subarray" ? () => typedArray("Uint8Array", 8) : 12;
    }
    if (/^\d+$/.test(key)) { see(n, "index"); return probe(elem(n)); }
    // A key that is itself an input: n is a table.
    if (byText.has(key) || /^k\d$/.test(key)) {
      if (key === "k3" && lastText) lastText.key = true;
      asKey(key);
      see(n, "keys");
      return probe(elem(n));
    }
    if (arrayMethods.has(key)) {
      return (...a) => {
        if (isModule(n) || takesFunction.has(key) && typeof a[0] !== "function") return probeCall(field(n, key), a);
        see(n, "arr");
        return list(n)[key](...a);
      };
    }
    if (stringMethods.has(key)) {
      return (...a) => {
        if (isModule(n) || !a.every(isTextual)) return probeCall(field(n, key), a);
        see(n, "str");
        return sampleText[key](...a.map((x) => (typeof x === "function" && byProxy.has(x) ? "a" : x)));
      };
    }
    if (numberMethods.has(key)) { see(n, "num"); return (...a) => (3)[key](...a); }
    if (eitherMethods.has(key)) {
      see(n, "either");
      const l = n.s.str ? sampleText : list(n);
      return (...a) => l[key](...a);
    }
    if (key === "set" || key === "get" || key === "has" || key === "delete" || key === "add" || key === "entries" || key === "keys" || key === "values" || key === "clear") see(n, "m_" + key);
    if (key === "entries" || key === "keys" || key === "values") {
      const f = field(n, key);
      return (...a) => { see(f, "call"); if (n.s.m_get || n.s.m_set || key === "entries") { const vs = [["k0", probe(elem(n))], ["k1", probe(elem(n))]]; return (key === "keys" ? vs.map((x) => x[0]) : key === "values" ? vs.map((x) => x[1]) : vs)[Symbol.iterator](); } return probe(ret(f)); };
    }
    return probe(field(n, key));
  }

  // resolved is what awaiting a proxy gives: a node of its own, without then.
  // A list that is asked for again and again runs dry: so do pages.
  const pages = 8;
  function resolved(n) { const v = field(n, "@await"); v.times = (v.times || 0) + 1; if (v.times % pages === 0 && (v.k === "array" || v.s.arr || v.s.len)) return []; return v.k ? probe(v) : awaitedProxy(v); }
  function awaitedProxy(v) { v.noThen = true; return probe(v); }

  // ---- Kinds from what was seen.
  function nameKind(path) {
    const m = /([A-Za-z_$][\w$]*)(?:\(\)|\[\])*(?:\.@await)?$/.exec(path);
    const w = m ? m[1] : "";
    if (/^(is|has|should|can|enable|use|force|dry|debug|verbose)[A-Z]|^(enabled|disabled|verbose|force|recursive|done|active|visible)$/.test(w)) return "boolean";
    if (/(count|size|limit|offset|width|height|length|num|total|max|min|depth|level|port|page|timeout|delay|ms|start|end|from|to|x|y|z|n|i|j|k|index|idx|iterations|times|steps?|rounds|duration|score|amount|price|year|month|day)$/i.test(w) && !/text|token|point|input|output|event|parent|content|client|element|component|document|agent|argument/i.test(w)) return "number";
    return "string";
  }

  // Shapes that the platform defines.
  const defined = [[/getImageData\(\)\.data$/, "Uint8ClampedArray"]];

  function infer(n, seen) {
    if (!n || seen.has(n)) return false;
    seen.add(n);
    let changed = false;
    if (n.k === null) for (const [path, name] of defined) if (path.test(n.path)) { n.k = "typed"; n.name = name; changed = true; }
    const s = n.s, names = Object.keys(n.f).filter((k) => k !== "@await" && (k !== "size" || n.f[k].s.call));
    if (n.k === null && n.is && n.is !== "object") { n.k = n.is; changed = true; }
    if ((n.k === null || n.k === "string" && n.lits && n.lits.every((v) => typeof v === "string")) && n.lits && names.length === 0 && !s.str && !s.call) { n.k = "lits"; changed = true; }
    if (n.k === null || n.k === "any") {
      let k = null;
      const others = names.filter((x) => !/^(get|set|has|delete|add|entries|keys|values|clear)$/.test(x));
      if (s.proto) k = "function";
      else if ((s.call || s.fn) && names.length === 0) k = "function";
      else if (s.call) k = "object";
      else if (s.typed) { k = "typed"; n.name = "Uint8Array"; }
      else if (s.iter && (s.bound || s.num) && !s.arr && !s.index && !s.len) k = "number"; // new Uint8Array(count) asks whether it is a list
      else if (s.str && !others.some((x) => n.f[x].s.call)) k = "string";
      else if (s.arr || s.index || (s.iter && !s.m_get && !s.m_set) || (s.len && names.length === 0 && !s.m_get)) k = "array";
      else if (s.either) k = /s$/.test(n.path) && !/ss$/.test(n.path) ? "array" : "string";
      else if (s.m_add && s.m_has && others.length === 0) k = "set";
      else if (others.length === 0 && s.m_get && (s.m_set || s.m_has || s.m_delete || s.size)) k = "map";
      else if (s.m_entries && others.length === 0) k = "map";
      else if (s.keys && names.length === 0) k = "dict";
      else if (names.length > 0 || s.set) k = "object";
      else if (s.aiter) k = "asyncIter";
      else if (s.num || s.bound) k = "number";
      else if (s.scalar) k = nameKind(n.path);
      else if (s.prim) k = nameKind(n.path) === "string" && !/[+]/.test("") ? nameKind(n.path) : "number";
      else if (s.text) k = "string";
      if (k) { n.k = k; changed = true; }
    } else if (n.k === "array" && (s.str && !s.arr && !s.index)) { n.k = "string"; changed = true; }
    const size = n.f.size;
    if (size && size.k === null && !size.s.call && Object.keys(size.f).length === 0) { size.k = "number"; changed = true; }
    for (const name of Object.keys(n.f)) changed = infer(n.f[name], seen) || changed;
    changed = infer(n.e, seen) || changed;
    changed = infer(n.r, seen) || changed;
    changed = infer(n.other, seen) || changed;
    for (const a in n.by) changed = infer(n.by[a], seen) || changed;
    for (const it of n.items || []) changed = infer(it, seen) || changed;
    n.proxy = null; n.sample = null; n.put = null;
    return changed;
  }

  // ---- Making plain data.
  let seed = 1;
  const rnd = () => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed / 0x7fffffff; };
  const words = "lorem ipsum dolor amet tempor magna aliqua veniam nostrud laboris commodo velit esse fugiat pariatur culpa".split(" ");
  const poolSize = 4096, pool = [], mails = []; // filled as they are asked for
  const word = (i) => pool[i & (poolSize - 1)] || (pool[i & (poolSize - 1)] = words[i % words.length] + (i & (poolSize - 1)));
  const mail = (i) => mails[i & (poolSize - 1)] || (mails[i & (poolSize - 1)] = word(i) + "@example.test");
  function typedArray(name, n) {
    if (name === "ArrayBuffer") { const b = new ArrayBuffer(n); const u = new Uint8Array(b); for (let i = 0; i < n; i++) u[i] = (i * 7919) & 255; return b; }
    const T = global[name] || Uint8Array, a = new T(n);
    for (let i = 0; i < n; i++) a[i] = (i * 7919) & 255;
    return a;
  }
  function text(n) {
    const parts = [];
    let size = 0;
    for (let i = 0; size < n; i++) { const w = word(i * 7) + (i % 9 === 8 ? ",\n" : " "); parts.push(w); size += w.length; }
    return parts.join("").slice(0, n);
  }
  function nameText(n) {
    const p = n.path;
    if (/(url|uri|href|link)(\[\])?$/i.test(p)) return "https://example.test/a/b?c=1";
    if (/(path|file|filename|dir)$/i.test(p)) return "/data/file.txt";
    if (/(date|time|At)$/.test(p)) return "2024-01-02T03:04:05Z";
    if (/email$/i.test(p)) return "a@example.test";
    if (/json$/i.test(p)) return '{"a":1}';
    return sampleText;
  }
  const baseSize = 16, innerSize = 4;
  let sizes = null; // path -> size
  let cache = null; // node -> value

  function sizeOf(n, inArray) {
    if (!sizes) return inArray ? innerSize : baseSize;
    if (n.path in sizes) return sizes[n.path];
    for (const path in sizes) if (path.startsWith(n.path + "[]")) return innerSize; // its items are large
    return inArray ? innerSize : baseSize;
  }

  // A record of unknown shape.
  function unknownRecord(i) {
    return { id: i, name: word(i), email: mail(i), score: (i * 7919) % 1000, isActive: i % 3 !== 0, createdAt: 1600000000000 + i * 60000 };
  }

  // All inputs that the user gives have one size.
  const givenSize = () => { for (const k of givenNames()) if (sizes && k in sizes) return sizes[k]; return baseSize; };
  function plainOf(n) {
    if (cache === null) cache = new Map();
    if (cache.has(n)) return cache.get(n);
    const own = given(n);
    const v = own ? own(givenSize()) : plain(n, undefined, 0, false, 0);
    cache.set(n, v);
    return v;
  }

  // found is what a search for n comes to: the last of the elements that n was
  // compared with, for there the search takes longest.
  function found(n, d) {
    const list = n.same.path.slice(0, n.same.path.indexOf("[]"));
    const last = Math.min((sizes && sizes[list]) || baseSize, poolSize) - 1;
    return n.same.k === null && n.same.path.endsWith(".id") ? last : leaf(n.same, d)(last);
  }

  function plain(n, _unused, i = 0, inArray = false, depth = 0) {
    if (depth > maxDepth + 5) return null;
    n = pick(n);
    const d = depth + 1;
    if (n.k === null && !n.s.call && falseNames.test(n.path)) return false;
    if (n.same && !inArray && (n.k === null || n.k === "string" || n.k === "number") && !(sizes && n.path in sizes)) return found(n, d);
    switch (n.k) {
      case "lits": return literal(n); // of all elements: a loop that ends at the first other one runs on

      case "string": return n.key && !inArray ? "k1" : inArray ? word(i) : sizes && n.path in sizes ? text(sizes[n.path]) : nameText(n);
      case "number": return isTime(n) && !(sizes && n.path in sizes) ? 1700000000000 - (inArray ? i % 600 : 0) * 1000 : inArray ? (i * 7919) % 1009 : sizes && n.path in sizes ? sizes[n.path] : isSpan(n) ? span : 12;
      case "boolean": return i % 3 !== 0 || !inArray;
      case "bigint": return BigInt(inArray ? i : 12);
      case "literal": return n.value;
      case "null": return null;
      case "date": return new Date(1700000000000 + i * 60000);
      case "regexp": return /a+b?/;
      case "tuple": return n.items.map((x) => plain(x, undefined, i, inArray, d));
      case "typed": return typedArray(n.name, sizeOf(n, inArray));
      case "json": return JSON.stringify(plain(n.e || makeNode("json", 1), undefined, i, inArray, d));
      case "array": return items(n, sizeOf(n, inArray), d);
      case "map": { const m = new Map(), c = sizeOf(n, inArray); const vs = items(n, c, d); for (let j = 0; j < c; j++) m.set("k" + j, vs[j]); return m; }
      case "set": return new Set(items(n, sizeOf(n, inArray), d));
      case "dict": { const o = {}, c = sizeOf(n, inArray), vs = items(n, c, d); for (let j = 0; j < c; j++) o["k" + j] = vs[j]; return o; }
      case "promise": { const v = plain(elem(n), undefined, i, false, d); return host.io(v); }
      case "asyncIter": { const vs = items(n, sizeOf(n, inArray), d); return { [Symbol.asyncIterator]() { let j = 0; return { next: () => host.io(j < vs.length ? { done: false, value: vs[j++] } : { done: true, value: undefined }), return: () => host.io({ done: true }) }; } }; }
      case "function": return madeFunction(n, d);
      case "object": return object(n, i, inArray, d);
    }
    if (n.e || n.s.arr) return items(n, sizeOf(n, inArray), d);
    if (inArray && !n.s.text && !n.s.num) return unknownRecord(i);
    if (n.key && !inArray) return "k1";
    return nameKind(n.path) === "number" ? 12 : nameKind(n.path) === "boolean" ? true : inArray ? word(i) : nameText(n);
  }

  let nested = 0; // lists within lists, which end where shapes contain themselves
  function items(n, count, d) {
    if (nested >= 5) return [];
    nested++;
    try { return fill(n, count, d); } finally { nested--; }
  }
  function fill(n, count, d) {
    const e = elem(n), out = new Array(count), make = maker(n, e, d);
    for (let i = 0; i < count; i++) out[i] = make(i);
    return out;
  }
  // maker returns what makes one element; it is called for every element of
  // large inputs, so the shape is looked at once.
  function maker(n, e, d) {
    e = pick(e);
    const names = Object.keys(e.f);
    if (e.k === null && names.length === 0 && !e.s.text && !e.s.num && !e.s.prim && !e.s.await) return n.k === "set" || n.s.scalar ? word : unknownRecord;
    if (e.k === "number") return (i) => (i * 7919) % 1009;
    if (e.k === "string") return word;
    if (e.k === "object" && !e.s.call && !e.s.arr && !e.s.iter && !e.f["@await"]) {
      const fields = names.filter((k) => !(e.f[k].stored && e.f[k].k === null)).map((k) => [k, k === "id" && e.f[k].k === null ? (i) => i : leaf(e.f[k], d)]);
      return (i) => { const o = {}; for (let j = 0; j < fields.length; j++) o[fields[j][0]] = fields[j][1](i); return o; };
    }
    return (i) => plain(e, undefined, i, true, d);
  }
  // Times are those of the last minutes, or else all that is compared with now
  // would be left out.
  const timeNames = /(^|[._a-z])(timestamp|[Tt]ime|[Dd]ate|At|_at|[Cc]reated|[Uu]pdated|[Mm]odified)$/;
  const recent = 1699999990000;
  // Spans of time reach back to them.
  const span = 3600000;
  const isSpan = (n) => !n.s.bound && /(^|[._a-z])([Ii]nterval|[Tt]tl|TTL|[Mm]ax_?[Aa]ge|[Pp]eriod|[Rr]etention)(Ms)?$/.test(n.path);
  const isTime = (n) => timeNames.test(n.path) && !/(run|up|life|real)time$/i.test(n.path);
  function leaf(f, d) {
    f = pick(f);
    if (f.k === "number") return isTime(f) ? (i) => 1700000000000 - (i % 600) * 1000 : (i) => (i * 7919) % 1009;
    if (f.k === "string") return word;
    return (i) => plain(f, undefined, i, true, d + 1);
  }

  function object(n, i, inArray, d) {
    let o = {};
    if (n.s.call) { o = madeFunction(n, d); }
    for (const name of Object.keys(n.f)) {
      if (name === "@await") continue;
      const f = n.f[name];
      if (f.s.handler) { handlerOf(o, name, f); continue; }
      if (f.stored && f.k === null && !f.s.await) continue; // written by the snippet, not read
      if (name === "id" && f.k === null) { try { o[name] = i; } catch (e) {} continue; }
      try { o[name] = plain(f, undefined, i, inArray, d); } catch (e) { if (!(e instanceof TypeError)) throw e; }
    }
    if (n.s.arr || n.s.iter) { const l = items(n, sizeOf(n, inArray), d); o[Symbol.iterator] = () => l[Symbol.iterator](); }
    return lenient && !inArray ? tolerant(o, n) : o;
  }

  function handlerOf(o, name, f) {
    let own = null;
    Object.defineProperty(o, name, { configurable: true, enumerable: true, get: () => own, set(v) { own = v; if (isHandler(name, v)) { host.stubCalls++; callHandler(f, v, plainOf); } } });
  }

  // tolerant gives a missing property a stub instead of undefined.
  function tolerant(o, n) {
    return new Proxy(o, { get(t, key) {
      if (key in t || typeof key === "symbol" || key === "then" || key === "toJSON") return t[key];
      host.stubCalls++;
      return (t[key] = madeFunction(field(n, key), 3));
    } });
  }

  // madeFunction makes a callback. What it returns was learned; if nothing was,
  // it does the reference work on its argument, see reference.
  function madeFunction(n, d = 0) {
    const any = giver(n, n.r, d);
    if (!n.by) return any;
    const by = Object.create(null);
    for (const a of Object.keys(n.by)) by[a] = giver(n, n.by[a], d);
    return function (name, ...rest) { return ((typeof name === "string" && by[name]) || any)(name, ...rest); };
  }
  function giver(n, r, d) {
    const awaited = r && (r.s.await || r.f["@await"]);
    const more = awaited && Object.keys(r.f).some((k) => k !== "@await" && r.f[k].s.call);
    const isStub = n.stubbed;
    let node = r;
    if (r && r.f["@await"]) node = r.f["@await"];
    // A module may have kept the function from an earlier run: what it gives is of
    // the run's sizes.
    let value, made = null, times = 0;
    const get = () => { if (made === null || made !== cache) { made = cache; times = 0; value = node ? (cache && cache.has(node) ? cache.get(node) : plain(node, undefined, 0, false, d + 1)) : undefined; if (cache && node) cache.set(node, value); } return value; };
    const isCallback = !isStub && !awaited && !n.s.callsBack && (!r || r.k === null || r.k === "boolean" || r.k === "number");
    if (!isCallback) get();
    const number = Boolean(r && (r.k === "number" || r.s.num));
    // What a callback costs besides its work should be little: it is not the code's.
    // It may be a class that nobody knows: an arrow could not be constructed.
    if (isCallback) return function (x, y) {
      if (isMass(x) || isMass(y)) host.handed++;
      return reference(x, y, number);
    };
    return function (...args) {
      for (const a of args) if (isMass(a)) { host.handed++; break; }
      host.stubCalls++;
      for (const a of isFailure(args[0]) ? [] : args) if (typeof a === "function" && n.s.callsBack) host.task(1, () => { const v = a(plainOf(elem(ret(n))), plainOf(elem(ret(n)))); if (v && typeof v.then === "function") v.then(undefined, host.error); }, "callback");
      if (!awaited) return get();
      const v = get(), later = () => host.io(Array.isArray(v) && ++times >= pages ? [] : v);
      return more ? thenable(r, later, d) : later();
    };
  }
  // thenable is what is waited for and more: a query that can still be narrowed.
  function thenable(n, later, d) {
    const o = object(n, 0, false, d + 1);
    for (const name of ["then", "catch", "finally"]) Object.defineProperty(o, name, { configurable: true, value: (...f) => later()[name](...f) });
    return o;
  }
  // isMass asks whether a stub gets so much that its own cost would matter.
  function isMass(a) {
    if (typeof a === "string") return a.length >= 4096;
    if (a === null || typeof a !== "object") return false;
    return (typeof a.length === "number" ? a.length : typeof a.size === "number" ? a.size : typeof a.byteLength === "number" ? a.byteLength : 0) >= 64;
  }

  // reference stands for a callback whose text is not known: it reads up to six
  // fields and does what a search for two words does with them. What it costs is a
  // class of its own, by the field, since records differ.
  const counters = () => global.__asynclint_counters;
  const refClass = (global.__asynclint_classes || []).indexOf("reference");
  const mostFields = 6;
  function reference(x, y, number) {
    const c = counters();
    if (x === null || typeof x !== "object") { if (c) c[refClass] += 0.1; return number ? (typeof x === "number" && typeof y === "number" ? x - y : +(x < y)) : Boolean(x); }
    if (c) {
      let seen = 0, cost = 0.1;
      for (const k in x) { if (seen++ === mostFields) break; cost += typeof x[k] === "string" ? 0.3 : 0.1; }
      c[refClass] += cost;
      if (!refReal) return number ? 1 : (x.id | 0) % 2 === 0;
    }
    let hits = 0, seen = 0;
    for (const k in x) {
      if (seen++ === mostFields) break;
      const v = x[k];
      if (typeof v === "string") { const t = v.toLowerCase(); if (t.includes("q7") || t.includes("z9")) hits++; } else if (typeof v === "number") { if (v % 3 === 1) hits++; } else if (v) hits++;
    }
    if (number) { for (const k in x) if (typeof x[k] === "number" && y && typeof y[k] === "number") return x[k] - y[k]; return hits; }
    return hits > 0;
  }
  let refReal = false;

  // ---- Stubs: what stands for modules and globals that must not run.
  const stubs = Object.create(null);
  function stubNode(name) {
    if (stubs[name]) return stubs[name];
    const n = makeNode("<" + name + ">", 0);
    n.stub = true;
    return (stubs[name] = n);
  }
  global.__asynclint_stub = (name) => { host.use(name); return proxyFor(stubNode(name)); };
  global.__asynclint_stubValue = (name) => { const n = stubNode(name); return mode === "run" ? plainOf(n) : probe(n); };

  // stubGlobal makes a global of a name that the program expects: a script tag,
  // a framework or a build would have made it.
  function stubGlobal(name) {
    if (name in global) return;
    stubNode(name).global = true;
    Object.defineProperty(global, name, { configurable: true, get: () => { host.use(name); return proxyFor(stubNode(name)); }, set(v) { Object.defineProperty(global, name, { value: v, writable: true, configurable: true }); } });
  }

  function forward(n, key) {
    const o = plainOf(n);
    if (key === "__esModule") return true;
    if (key === Symbol.toPrimitive && Object(o) !== o) return () => o;
    if (o === null || o === undefined) return undefined;
    let v = o[key];
    if (v === undefined && n.stub !== undefined && typeof key === "string" && key !== "then" && key !== "toJSON") { markStub(n, true); return proxyFor(field(n, key)); }
    if (typeof v === "function" && Object(o) !== o) v = v.bind(o);
    if (typeof v === "function" && n.f[key] && n.f[key].k === "object") return v;
    if (v !== undefined && Object(v) === v && typeof key === "string" && n.f[key] && n.f[key].k !== "function" && n.f[key].k !== "array") return v;
    return typeof v === "function" && !n.f[key] && typeof o === "object" ? v.bind(o) : v;
  }
  function markStub(n, on) { for (const k of Object.keys(n.f)) { n.f[k].stub = on; } }

  for (const name of ["document", "indexedDB", "caches", "customElements", "history", "screen", "visualViewport", "CSS", "WebSocket", "XMLHttpRequest", "FileReader", "Image", "Audio", "Option", "Node", "Element", "HTMLElement", "HTMLCanvasElement", "HTMLImageElement", "HTMLInputElement", "HTMLLinkElement", "HTMLVideoElement", "HTMLAudioElement", "HTMLAnchorElement", "HTMLButtonElement", "HTMLSelectElement", "HTMLTextAreaElement", "HTMLDivElement", "HTMLFormElement", "SVGElement", "DocumentFragment", "DOMParser", "XMLSerializer", "MutationObserver", "ResizeObserver", "IntersectionObserver", "PerformanceObserver", "BroadcastChannel", "EventSource", "FormData", "Request", "Response", "OffscreenCanvas", "ImageData", "createImageBitmap", "getComputedStyle", "matchMedia", "crypto", "WebAssembly", "Notification", "chrome", "browser", "$", "jQuery", "requestIdle", "RTCPeerConnection", "AudioContext", "MediaRecorder", "CompressionStream", "DecompressionStream", "TransformStream", "WritableStream"]) {
    if (typeof global[name] !== "undefined" && name !== "crypto" && name !== "WebAssembly") { try { delete global[name]; } catch (e) {} }
    Object.defineProperty(global, name, { configurable: true, get: () => { host.use(name); return proxyFor(stubNode(name)); }, set(v) { Object.defineProperty(global, name, { value: v, writable: true, configurable: true }); } });
  }
  Object.defineProperty(global, "fetch", { configurable: true, writable: true, value: () => {
    host.use("fetch"); // waiting for it is no work
    const body = field(stubNode("fetch()"), "body");
    const value = () => (mode === "run" ? plainOf(body) : probe(body));
    return host.io({
      ok: true, status: 200, statusText: "OK", url: "https://example.test/", headers: new global.Headers(), redirected: false,
      json: () => host.io(value()), text: () => host.io(sampleText), blob: () => host.io(new global.Blob(["x"])),
      arrayBuffer: () => host.io(typedArray("ArrayBuffer", 64)), clone() { return this; }, body: new global.ReadableStream(),
    });
  } });
  Object.defineProperty(global, "require", { configurable: true, writable: true, value: (name) => global.__asynclint_stub(String(name)) });

  const realDefine = Object.defineProperty;
  Object.defineProperty = function defineProperty(o, key, d) {
    return byProxy.has(d) || byProxy.has(o) ? o : realDefine(o, key, d); // a decorator's, or a stub's
  };
  JSON.parse = function parse(t, f) {
    const n = nodeOf(t);
    if (n && mode === "probe") { n.k = "json"; return probe(elem(n)); }
    if (mode === "probe" && (t === sampleText || t === "k3")) return proxyFor(stubNode("JSON"));
    return realParse(t, f);
  };
  Array.from = function from(x, f, t) {
    const n = byProxy.get(x);
    if (n && mode === "probe") { see(n, "arr"); return realFrom(list(n), f, t); }
    return x === undefined || x === null ? realFrom([]) : realFrom.call(this === Array || this === undefined ? Array : this, x, f, t);
  };
  const realIsArray = Array.isArray;
  Array.isArray = function isArray(x) {
    const n = byProxy.get(x);
    if (n && mode === "probe") return decide(n, "array");
    return realIsArray(x);
  };

  // ---- The user's own inputs: functions of n by the name of what they stand for.
  function given(n) {
    const f = info && info.workload && n.depth === 0 && global.__asynclint_inputs && global.__asynclint_inputs[n.path];
    return typeof f === "function" ? f : null;
  }
  const givenNames = () => Object.keys((info && info.workload && global.__asynclint_inputs) || {}).filter((k) => typeof global.__asynclint_inputs[k] === "function");

  // ---- The driver's side.
  const root = { params: [], env: Object.create(null), self: null };
  let info = null, fn = null, outcome = null;

  const api = {
    // setup takes the program's description; shapes holds what an earlier
    // run learned.
    setup(description, shapes, missing) {
      info = description;
      (info.params || []).forEach((p, i) => { const n = fromSpec(makeNode(p.name || "arg" + i, 0), p.spec); n.opt = p.optional; n.rest = p.rest; root.params.push(n); });
      (info.captured || []).forEach((p) => { const n = fromSpec(makeNode(p.name, 0), p.spec); if (!p.spec) n.stub = true; root.env[p.name] = n; });
      root.self = makeNode("this", 0);
      for (const name of missing || []) stubGlobal(name);
      if (shapes) api.restore(shapes);
    },
    // load resolves the target; it runs after the program.
    bind() {
      const cls = global.__asynclint_class;
      if (info.this && typeof cls === "function") {
        try { const c = cls(); if (typeof c === "function" && c.prototype && !byProxy.has(c)) root.self.cls = flat(c.prototype); } catch (e) {}
      }
      if (typeof global.__asynclint_target !== "function") throw new Error("asynclint: the module did not come up");
    },
    probe(r, which) {
      mode = "probe"; round = r; variant = which || 0; stepsLeft = 200;
      const env = {};
      for (const k of Object.keys(root.env)) env[k] = probe(root.env[k]);
      const args = [];
      root.params.forEach((n) => { if (n.rest) args.push(...list(n)); else args.push(n.opt && n.k === null ? undefined : probe(n)); });
      let self;
      if (info.this) {
        self = probe(root.self);
        if (root.self.cls) self = withClass(self, root.self);
      }
      start(env, self, args);
    },
    infer() {
      const seen = new Set();
      let changed = false;
      for (const e of [outcome && outcome.error, ...host.errors.map(describe)]) {
        const m = /^ReferenceError: ([A-Za-z_$][\w$]*) is not defined/.exec(e || "");
        if (m && Object.keys(stubs).length < 200 && !(m[1] in global)) { stubGlobal(m[1]); changed = true; }
      }
      for (const n of root.params) { changed = infer(n, seen) || changed; }
      for (const k of Object.keys(root.env)) changed = infer(root.env[k], seen) || changed;
      changed = infer(root.self, seen) || changed;
      for (const k of Object.keys(stubs)) changed = infer(stubs[k], seen) || changed;
      return changed;
    },
    // variants says how many shapes are to be told apart, at most.
    variants() {
      let most = 1;
      const seen = new Set();
      const visit = (n) => {
        if (!n || seen.has(n)) return;
        seen.add(n);
        let depth = 1;
        for (let m = n; m.other; m = m.other) depth++;
        most = Math.max(most, depth, n.k === "lits" ? choices(n) : 1);
        for (const k of Object.keys(n.f)) visit(n.f[k]);
        visit(n.e); visit(n.r); visit(n.other);
        for (const a in n.by) visit(n.by[a]);
        for (const it of n.items || []) visit(it);
      };
      for (const n of root.params) visit(n);
      for (const k of Object.keys(root.env)) visit(root.env[k]);
      visit(root.self);
      for (const k of Object.keys(stubs)) visit(stubs[k]);
      return most;
    },
    // dims lists the paths whose size can grow.
    dims() {
      const own = givenNames();
      if (own.length > 0) return [own.join(", ")];
      const out = [];
      const put = (path) => { if (!out.includes(path)) out.push(path); };
      const visit = (n, top, depth) => {
        if (!n || depth > maxDepth + 1 || out.length >= 40) return;
        if (n.other) visit(n.other, top, depth + 1);
        const growing = n.k === "array" || n.k === "map" || n.k === "set" || n.k === "dict" || n.k === "typed" || n.k === "asyncIter";
        if (growing) { put(n.path); if (n.e && n.k !== "typed" && depth < 4) inner(n.e, 0); return; }
        if (n.k === "json") { visit(n.e, top, depth + 1); return; }
        if (n.k === "string" && top) { put(n.path); return; }
        if (n.k === "number" && (top || n.s.bound)) { put(n.path); return; }
        for (const name of Object.keys(n.f)) visit(n.f[name], top && (n.f[name].k !== "string" && n.f[name].k !== "number" || depth < 2), depth + 1);
        if (n.r) { visit(n.r, false, depth + 1); if (n.s.callsBack) visit(n.r.e, false, depth + 1); }
        for (const a in n.by) visit(n.by[a], false, depth + 1);
        if (n.k === "promise") visit(n.e, top, depth + 1);
      };
      // Lists within the items of a list, after all others.
      const nested = [];
      const inner = (n, depth) => {
        if (depth > 2 || nested.length > 8) return;
        if (n.k === "array" || n.k === "map" || n.k === "set" || n.k === "dict" || n.k === "typed") { nested.push(n.path); return; }
        for (const name of Object.keys(n.f)) inner(n.f[name], depth + 1);
      };
      for (const n of root.params) visit(n, true, 0);
      visit(root.self, true, 0);
      for (const k of Object.keys(root.env)) visit(root.env[k], true, 0);
      for (const k of Object.keys(stubs)) visit(stubs[k], false, 0);
      nested.forEach(put);
      return out;
    },
    // traits says of inputs whether all are numbers, texts and typed arrays, of
    // which a million is made at once, whether any holds records, and what their sizes have to be multiples
    // of: bytes are read as pixels and as floats.
    traits(paths) {
      const light = new Set(), bytes = new Set(), records = new Set(), seen = new Set();
      const visit = (n) => {
        if (!n || seen.has(n)) return;
        seen.add(n);
        if (n.k === "number" || n.k === "typed" || n.k === "string") light.add(n.path);
        const e = n.e && pick(n.e);
        if (/^(array|map|set|dict|asyncIter)$/.test(n.k) && (!e || /^(object|any|dict|array|map|set|tuple)$/.test(e.k) || e.k === null && !(e.s.text || e.s.num || e.s.prim || e.s.scalar || n.s.scalar))) records.add(n.path);
        if (n.k === "typed" && (n.s.typed || n.name === "ArrayBuffer" || n.name === "Uint8ClampedArray")) bytes.add(n.path);
        for (const k of Object.keys(n.f)) visit(n.f[k]);
        visit(n.e); visit(n.r); visit(n.other);
        for (const a in n.by) visit(n.by[a]);
      };
      for (const n of root.params) visit(n);
      for (const k of Object.keys(root.env)) visit(root.env[k]);
      visit(root.self);
      for (const k of Object.keys(stubs)) visit(stubs[k]);
      return { light: paths.every((p) => light.has(p)), records: paths.some((p) => records.has(p)), unit: paths.some((p) => bytes.has(p)) ? 8 : 1 };
    },
    // prepare makes the inputs; what it costs is not part of any slice.
    prepare(atSizes, isLenient, real, which) {
      mode = "run"; sizes = atSizes; variant = which || 0; lenient = isLenient; seed = 1; refReal = real;
      cache = new Map();
      host.reset();
      for (const k of Object.keys(stubs)) plainOf(stubs[k]);
      const env = {};
      for (const k of Object.keys(root.env)) { const n = root.env[k]; n.stubbed = n.k === "function"; env[k] = n.stub && n.k === null ? proxyFor(n) : plainOf(n); }
      const args = [];
      root.params.forEach((n) => { if (n.rest) args.push(...plain(Object.assign({}, n, { k: "array" }))); else args.push(n.opt && n.k === null ? undefined : plainOf(n)); });
      let self;
      if (info.this) { self = plainOf(root.self); if (Object(self) !== self) self = {}; if (root.self.cls) self = withMembers(self, root.self.cls); }
      api.go = () => start(env, self, args);
    },
    go: null,
    outcome: () => outcome,
    export() {
      const strip = (n, depth, seen) => {
        if (!n || depth > maxDepth + 1 || seen.has(n)) return null;
        seen.add(n);
        const f = {};
        for (const k of Object.keys(n.f)) f[k] = strip(n.f[k], depth + 1, seen);
        let by;
        for (const a in n.by) (by || (by = {}))[a] = strip(n.by[a], depth + 1, seen);
        return { k: n.k, path: n.path, depth: n.depth, s: n.s, key: n.key, name: n.name, value: n.value, lits: n.lits, open: n.open, is: n.is, not: n.not, same: n.same ? { k: n.same.k, path: n.same.path, depth: n.same.depth, s: {}, f: {} } : undefined, other: n.other ? strip(n.other, depth, seen) : null, stored: n.stored, opt: n.opt, rest: n.rest, stub: n.stub, global: n.global, by, f, e: strip(n.e, depth + 1, seen), r: strip(n.r, depth + 1, seen), items: n.items ? n.items.map((x) => strip(x, depth + 1, seen)) : null };
      };
      const seen = new Set(), env = {}, st = {};
      for (const k of Object.keys(root.env)) env[k] = strip(root.env[k], 0, seen);
      for (const k of Object.keys(stubs)) st[k] = strip(stubs[k], 0, seen);
      return JSON.stringify({ params: root.params.map((n) => strip(n, 0, seen)), env, self: strip(root.self, 0, seen), stubs: st });
    },
    restore(text) {
      const revive = (n) => {
        if (!n) return null;
        const f = Object.create(null);
        for (const k of Object.keys(n.f || {})) { const v = revive(n.f[k]); if (v) f[k] = v; }
        if (n.by) { const by = Object.create(null); for (const a of Object.keys(n.by)) { const v = revive(n.by[a]); if (v) by[a] = v; } n.by = by; }
        n.f = f; n.e = revive(n.e); n.r = revive(n.r); n.other = revive(n.other); n.same = revive(n.same);
        if (n.items) n.items = n.items.map(revive);
        return n;
      };
      const o = realParse(text);
      root.params = o.params.map(revive);
      for (const k of Object.keys(o.env)) root.env[k] = revive(o.env[k]);
      root.self = revive(o.self) || makeNode("this", 0);
      for (const k of Object.keys(o.stubs)) { stubs[k] = revive(o.stubs[k]); if (stubs[k].global) stubGlobal(k); }
      mode = "run";
    },
    enterRun(atSizes, which) { mode = "run"; sizes = atSizes || {}; variant = which || 0; cache = new Map(); },
    stats: () => ({ stubCalls: host.stubCalls, forwarded: host.forwarded, handed: host.handed, used: [...host.used], errors: host.errors.map(describe) }),
    describe,
  };

  // flat copies the members of a class and its superclasses, as far as they are
  // real.
  function flat(proto) {
    const out = {}, chain = [];
    for (let p = proto; p && p !== Object.prototype && !byProxy.has(p) && chain.length < 8; p = Object.getPrototypeOf(p)) chain.unshift(p);
    for (const p of chain) for (const k of Reflect.ownKeys(p)) { if (k !== "constructor") { const d = Object.getOwnPropertyDescriptor(p, k); d.configurable = true; Object.defineProperty(out, k, d); } }
    return out;
  }

  // withClass shows the class's own methods and records the rest.
  function withClass(p, n) {
    const self = new Proxy(p, { get(t, key) {
      if (typeof key === "string" && !(n.put && n.put.has(key))) {
        const d = Object.getOwnPropertyDescriptor(n.cls, key);
        if (d && d.get) return d.get.call(self);
        if (d && "value" in d) return d.value;
      }
      return p[key];
    }, set(t, key, v) { p[key] = v; return true; } });
    return self;
  }

  function withMembers(self, cls) {
    for (const k of Reflect.ownKeys(cls)) { const d = Object.getOwnPropertyDescriptor(cls, k); try { Object.defineProperty(self, k, d); } catch (e) {} }
    return self;
  }

  function describe(e) {
    try { return e instanceof Error || (e && e.message) ? String(e.name || "Error") + ": " + String(e.message).slice(0, 300) : "thrown: " + String(e).slice(0, 100); } catch (x) { return "thrown value"; }
  }

  function start(env, self, args) {
    outcome = { settled: false, ok: false, error: "" };
    const o = outcome;
    const done = (ok, e) => { o.settled = true; o.ok = ok; if (!ok) o.error = describe(e); };
    try {
      fn = global.__asynclint_target(env);
      const v = fn.apply(self, args);
      if (v && typeof v === "object" && !byProxy.has(v) && typeof v.then === "function") v.then(() => done(true), (e) => done(false, e));
      else done(true);
    } catch (e) { done(false, e); }
  }
  global.__asynclint = api;
})(globalThis);
