package tracked

import (
	"runtime/pprof"
	"sync"
)

// launches is the profile of Options.Profile: the live tasks of all groups, each
// with the stack of its launch.
var launches = sync.OnceValue(func() *pprof.Profile {
	if p := pprof.Lookup("tracked"); p != nil {
		return p
	}
	return pprof.NewProfile("tracked")
})
