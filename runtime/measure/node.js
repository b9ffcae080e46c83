// Runs one program in node at the sizes given, in the same world as goja. The
// text before this line defined __asynclint_job; the real clock, output and
// setImmediate are taken before the host replaces them.
const __asynclint_real = { cpu: process.cpuUsage.bind(process), now: performance.now.bind(performance), later: setImmediate, write: process.stdout.write.bind(process.stdout), exit: process.exit.bind(process), eval: (0, eval) };
globalThis.__asynclint_main = async function () {
  "use strict";
  const real = __asynclint_real, job = __asynclint_job, out = { samples: [], error: "" };
  // Time on a busy machine: the smaller of wall time and the process's CPU
  // time, which other programs do not lengthen but helper threads do.
  let wall = 0, cpu = 0;
  const start = () => { const c = real.cpu(); cpu = (c.user + c.system) / 1000; wall = real.now(); };
  const took = () => { const w = real.now() - wall, c = real.cpu(); return Math.min(w, Math.max(0.01, (c.user + c.system) / 1000 - cpu)); };
  const finish = () => real.write(JSON.stringify(out) + "\n", () => real.exit(0));
  const sizesAt = (n) => Object.fromEntries(job.dim ? job.dim.split(", ").map((d) => [d, n]) : []);
  try {
    real.eval(job.host);
    globalThis.__asynclint_classes = [];
    real.eval(job.inputs);
    const api = globalThis.__asynclint, host = globalThis.__asynclint_host;
    api.setup(job.program, job.shapes);
    api.enterRun(sizesAt(job.sizes[0]), job.variant);
    try { real.eval(job.code); } catch (e) { out.error = api.describe(e); }
    for (let i = 0; i < 50 && host.step(); i++) await null;
    api.bind();
    let k = 0;
    const next = () => {
      if (k >= job.sizes.length) return finish();
      const n = job.sizes[k++];
      api.prepare(sizesAt(n), job.lenient, true, job.variant);
      let steps = 0, extra = 0, longest = 0;
      const limit = Math.min(2000 + 4 * n, 20000);
      const end = () => { const o = api.outcome(), st = api.stats(); out.samples.push({ n, ms: longest, slices: steps, ok: Boolean(o && o.settled && o.ok), stubs: st.stubCalls, forwarded: st.forwarded }); real.later(next); };
      const turn = () => {
        longest = Math.max(longest, took());
        const o = api.outcome();
        if (o && o.settled) extra++;
        if (host.pending() === 0 || steps > limit || extra > 200) return end();
        steps++;
        start();
        try { host.step(); } catch (e) {}
        real.later(turn);
      };
      real.later(() => {
        steps++;
        start();
        try { api.go(); } catch (e) { out.error = api.describe(e); }
        real.later(turn);
      });
    };
    next();
  } catch (e) {
    out.error = String(e && e.message).slice(0, 300);
    finish();
  }
};
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
globalThis.__asynclint_main();
