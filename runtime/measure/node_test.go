package measure

import (
	"slices"
	"testing"
)

func TestPermissionFlags(t *testing.T) {
	for version, want := range map[string]string{
		"v18.20.0": "", "v19.1.0": "", "v20.0.0": "--experimental-permission", "v20.20.2": "--experimental-permission", "v22.12.0": "--experimental-permission",
		"v22.13.0": "--permission", "v23.4.0": "--experimental-permission", "v23.5.0": "--permission", "v24.0.0": "--permission", "v26.1.0": "--permission", "": "", "vx.y": "",
	} {
		got := permissionFlags(version)
		if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v, want %q", version, got, want)
		}
	}
}
