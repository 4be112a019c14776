// This file has methods that run until another one of the same value ends them.

package catalog

import "go/types"

// stops are methods that run until another method of the same value ends them.
var stops = map[string][]string{
	"(*net/http.Server).Serve":             {"Shutdown", "Close"},
	"(*net/http.Server).ServeTLS":          {"Shutdown", "Close"},
	"(*net/http.Server).ListenAndServe":    {"Shutdown", "Close"},
	"(*net/http.Server).ListenAndServeTLS": {"Shutdown", "Close"},

	"(*google.golang.org/grpc.Server).Serve": {"GracefulStop", "Stop"},
}

// Stoppable is the name of a method that runs until another one of the same value ends
// it; "" of all others.
func Stoppable(fn *types.Func) string {
	if fn == nil || fn.Signature().Recv() == nil || !serves[fn.Name()] {
		return ""
	}
	name := FuncName(fn)
	if stops[name] == nil {
		return ""
	}
	return name
}

// StoppedBy returns the methods that end what a method runs that is [Stoppable].
func StoppedBy(name string) []string { return stops[name] }

var serves = func() map[string]bool {
	short := make(map[string]bool)
	for name := range stops {
		short[lastPart(name)] = true
	}
	return short
}()
