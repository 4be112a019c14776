// This file has the forms in which a goroutine tells of its end and others wait for it.

package catalog

import (
	"go/types"
	"slices"
	"strings"
)

// A Join is a form in which a goroutine tells of its end and others wait for that: a
// group, whose methods are named, or an operation on a channel.
type Join struct {
	Name string // the row's, by which facts name it

	// Of a group.
	Type  string   // its type, as "sync.WaitGroup"
	Adds  string   // the method that counts a goroutine in before it is launched; "" where none does
	Tells string   // the method that the goroutine calls at its end
	Waits []string // the methods that wait for all who tell

	// Of a channel.
	Each  bool // one who tells is met by one who waits: a send
	Drain bool // receiving to the end waits as well: a close
}

// The forms of a join that channels have.
var (
	Close = &Join{Name: "close", Drain: true}
	Send  = &Join{Name: "send", Each: true}
)

// joins are all forms of a join that need no config. A config adds pairs: a helper that
// it denies or confines, and the method that waits for what that launched.
var joins = []*Join{
	{Name: "sync.WaitGroup", Type: "sync.WaitGroup", Adds: "Add", Tells: "Done", Waits: []string{"Wait"}},
	Close,
	Send,
}

// waking are functions of the standard library after which somebody who waits goes on, beside
// the forms of a join: conditions, locks, pipes.
var waking = map[string]bool{
	"(*sync.WaitGroup).Done": true, "(*sync.WaitGroup).Add": true, "(*sync.Cond).Signal": true, "(*sync.Cond).Broadcast": true,
	"(*sync.Mutex).Unlock": true, "(*sync.RWMutex).Unlock": true, "(*sync.RWMutex).RUnlock": true,
}

// Wakes reports whether somebody may wait for a call of the function.
func Wakes(fn *types.Func) bool {
	name := fn.FullName()
	return waking[name] || strings.HasPrefix(name, "(*io.Pipe")
}

// Stores reports whether somebody may look for what a call of the function has stored or set, again and
// again or at the other end of a timer's channel: it changes an atomic, or sets a timer or a ticker anew.
func Stores(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "sync/atomic":
		return !strings.HasPrefix(fn.Name(), "Load")
	case "time":
		return fn.Name() == "Reset" && fn.Signature().Recv() != nil
	}
	return false
}

// groupEnds are the methods that end a group without a row, for all that their names say; waits
// are those by which a type shows that it may be one.
var groupEnds = []struct {
	name  string
	waits bool
}{
	{"Wait", true}, {"WaitAndRecover", false}, {"StopAndWait", true}, {"Stop", false}, {"Shutdown", false}, {"Close", false}, {"Dead", false},
}

// MayBeGroup reports whether a type without a row, of which has tells the methods, may be a
// group: one can wait for it.
func MayBeGroup(has func(method string) bool) bool {
	for _, m := range groupEnds {
		if m.waits && has(m.name) {
			return true
		}
	}
	return false
}

// GroupEnds returns the methods by which such a group ends.
func GroupEnds(has func(method string) bool) (ends []string) {
	for _, m := range groupEnds {
		if has(m.name) {
			ends = append(ends, m.name)
		}
	}
	return ends
}

// WaitsByName reports whether a function is taken, by its name, to wait for something out of
// sight: where nothing else is known of it.
func WaitsByName(name string) bool {
	switch name {
	case "Wait", "Acquire", "Join", "Sleep":
		return true
	}
	return false
}

// MemberOf is the join of a group of which only the methods that wait are known.
func MemberOf(waits []string) *Join { return &Join{Waits: waits} }

// JoinNamed returns the form of the name, or nil.
func JoinNamed(name string) *Join {
	for _, j := range joins {
		if j.Name == name {
			return j
		}
	}
	return nil
}

// WaitsOf returns the methods of a type that wait for all who tell a group of it.
func WaitsOf(t types.Type) []string {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if j := JoinOf(n.Origin().Obj()); j != nil {
			return slices.Clone(j.Waits)
		}
	}
	return nil
}

// JoinOf returns the form that a group of the type has, or nil.
func JoinOf(t *types.TypeName) *Join {
	if t == nil || t.Pkg() == nil {
		return nil
	}
	for _, j := range joins {
		if j.Type != "" && t.Name() == lastPart(j.Type) && j.Type == t.Pkg().Path()+"."+t.Name() {
			return j
		}
	}
	return nil
}

// Group reports whether the join is by the methods of a group.
func (j *Join) Group() bool { return len(j.Waits) > 0 }

// WaitsBy reports whether a method of the name waits for all who tell.
func (j *Join) WaitsBy(method string) bool { return slices.Contains(j.Waits, method) }
