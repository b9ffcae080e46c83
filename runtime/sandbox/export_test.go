package sandbox

// RaceDetector reports whether the tests run under the race detector.
const RaceDetector = raceEnabled
