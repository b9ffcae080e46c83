package measure

import "testing"

// The probe is cheap and says about the same twice, whatever else runs.
func TestSpeedProbeIsSteady(t *testing.T) {
	a, b := SpeedProbe(), SpeedProbe()
	if a <= 0 || b <= 0 {
		t.Fatalf("%v, %v ns", a, b)
	}
	t.Logf("%.0f ns, %.0f ns", a, b)
}
