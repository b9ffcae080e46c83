const fs = require("fs");
const Base = require("./base.js");

class Wiki extends Base {
  // Koa gives its handlers one parameter.
  async page(ctx) {
    ctx.body = fs.readFileSync(ctx.query.name); // want "in this request handler holds the event loop while it reads the whole file"
  }
  draw(ctx) {
    return fs.readFileSync(ctx.canvas.name); // a canvas
  }
}
module.exports = Wiki;
