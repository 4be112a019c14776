package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A run lasts seconds, and most of what it allocates lives as long as the package that
// is analysed: to find that out again and again took a quarter of the time. So the heap
// may grow for long while it is small, and less the larger it is: of a heap of gigabytes
// a multiple is more memory than there is.
const (
	leastGrowth = 256 << 20 // bytes that may be allocated between two collections, whatever lives
	percent     = 75        // of what lives that may be, at least
)

// paceCollector has the garbage collector follow that, unless the environment says
// otherwise. At most is what it may allow, as GOGC has it.
func paceCollector(most int) {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(most)
	var after func(*[16]byte)
	after = func(*[16]byte) { // a collection has ended
		debug.SetGCPercent(growth(living(), most))
		runtime.SetFinalizer(new([16]byte), after)
	}
	runtime.SetFinalizer(new([16]byte), after)
}

// growth is what the heap may grow by, in percent of what lives.
func growth(living uint64, most int) int {
	if living == 0 {
		return most
	}
	return min(max(int(leastGrowth*100/living), percent), most)
}

// living is what the last collection left.
func living() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
