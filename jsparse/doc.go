package jsparse

import _ "github.com/evanw/esbuild/asynclintbridge"
