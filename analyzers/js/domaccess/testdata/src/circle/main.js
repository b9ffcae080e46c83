for (const name of names) exports[name] = require(`./${name}`);
