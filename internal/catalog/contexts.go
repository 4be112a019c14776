package catalog

import "go/types"

// An End says who can end a context that a function of package context makes.
type End uint8

const (
	EndUnknown End = iota // it is no such function
	EndNever              // nobody can
	EndParent             // it ends as the one that it was made from
	EndCancel             // the function that comes with it, and its parent
	EndTime               // time does, that function, and its parent
)

// contextEnds are the functions that make contexts.
var contextEnds = map[string]End{
	"Background": EndNever, "TODO": EndNever, "WithoutCancel": EndNever,
	"WithValue":  EndParent,
	"WithCancel": EndCancel, "WithCancelCause": EndCancel,
	"WithDeadline": EndTime, "WithDeadlineCause": EndTime, "WithTimeout": EndTime, "WithTimeoutCause": EndTime,
}

// ContextEnd returns who can end the context that a function makes.
func ContextEnd(fn *types.Func) End {
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "context" || fn.Signature().Recv() != nil {
		return EndUnknown
	}
	return contextEnds[fn.Name()]
}

// What functions outside of the module do with the contexts and the functions that they
// are given, where that is not what one has to assume: that whoever gets a context
// looks at it.

// heedless are the packages whose functions and methods take a context for what it
// carries, labels, spans, the place in a log, and never look whether it has ended.
var heedless = map[string]bool{
	"log": true, "log/slog": true, "runtime/trace": true, "runtime/pprof": true,
	"go.opentelemetry.io/otel": true, "go.opentelemetry.io/otel/trace": true, "go.opentelemetry.io/otel/metric": true,
	"github.com/rs/zerolog": true, "github.com/go-logr/logr": true, "k8s.io/klog/v2": true, "github.com/sirupsen/logrus": true, "go.uber.org/zap": true,
	"go.opentelemetry.io/otel/log": true, "go.opentelemetry.io/otel/baggage": true, "go.opentelemetry.io/otel/propagation": true,
}

// running are functions that call the function that is parameter Run, counted from 0,
// as all that they do.
var running = map[string]int{
	"runtime/pprof.Do":         2,
	"runtime/trace.WithRegion": 2,
}

// Heedless reports whether a function never looks at the contexts that it is given.
func Heedless(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && heedless[fn.Pkg().Path()]
}

// Runs returns which parameter, counted from 0, is the function that a call of fn calls
// as all that it does; ok is false where it is no such function.
func Runs(fn *types.Func) (param int, ok bool) {
	if fn == nil || fn.Pkg() == nil || !StdPath(fn.Pkg().Path()) { // no name is put together for others
		return 0, false
	}
	param, ok = running[fn.FullName()]
	return param, ok
}

// givingContext are methods that give the context of what they are called on, and do nothing else.
var givingContext = map[string]bool{"(*net/http.Request).Context": true, "(*github.com/spf13/cobra.Command).Context": true}

// GivesContext reports whether a method gives the context of what it is called on, and does
// nothing else, so that it may be asked twice.
func GivesContext(fn *types.Func) bool { return givingContext[fn.FullName()] }
