const { writeFileSync: save } = require("fs");
const fse = require("fs-extra");

exports.store = async function (path, data) {
  save(path, data); // want "writes the whole file"
  fse.copySync(path, path + ".bak"); // want "copies the whole tree"
};
