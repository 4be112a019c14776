//go:build !race

package tracked_test

const raceEnabled = false
