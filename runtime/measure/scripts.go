package measure

import _ "embed"

//go:embed inputs.js
var inputsScript string

//go:embed count.js
var countScript string
