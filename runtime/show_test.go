package runtime_test

import (
	"encoding/json"

	"github.com/asynclint/asynclint/runtime"
)

func show(e runtime.Evidence) string {
	b, err := json.Marshal(e)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
